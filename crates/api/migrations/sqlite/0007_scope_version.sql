-- Grows whenever who an administrator is, or what they may do where, changes: whoever has read it all at this
-- version need not read it again.
ALTER TABLE administrator ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

CREATE TRIGGER administrator_changed AFTER UPDATE OF subject, name, email ON administrator BEGIN
    UPDATE administrator SET version = version + 1 WHERE id = NEW.id;
END;
CREATE TRIGGER role_given AFTER INSERT ON administrator_role BEGIN
    UPDATE administrator SET version = version + 1 WHERE id = NEW.administrator_id;
END;
CREATE TRIGGER role_changed AFTER UPDATE ON administrator_role BEGIN
    UPDATE administrator SET version = version + 1
    WHERE id IN (NEW.administrator_id, OLD.administrator_id);
END;
CREATE TRIGGER role_taken AFTER DELETE ON administrator_role BEGIN
    UPDATE administrator SET version = version + 1 WHERE id = OLD.administrator_id;
END;
-- One who is taken away and made anew does not come to the same version again.
CREATE TRIGGER administrator_made AFTER INSERT ON administrator BEGIN
    UPDATE administrator SET version = random() / 2 WHERE id = NEW.id;
END;
