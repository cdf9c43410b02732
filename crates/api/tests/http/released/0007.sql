-- An administrator whose roles have a version.
INSERT INTO administrator (id, subject, name, email) VALUES ('a2', 'helpdesk', 'Siân Hughes', 'sian.hughes@nhs.net');
INSERT INTO administrator_role (administrator_id, ods, role) VALUES ('a2', 'RXX', 'helpdesk');
INSERT INTO persona (id, position, administrator_id, description) VALUES ('helpdesk', 1, 'a2', 'Somebody else');
