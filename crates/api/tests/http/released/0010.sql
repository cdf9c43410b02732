-- An organisation that has had its turn.
INSERT INTO job_turn (ods, at) VALUES ('RXX', 5);
