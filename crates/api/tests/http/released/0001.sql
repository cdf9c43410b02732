-- What the first release kept: an organisation and its former name, two policies, people, a job that had ended and
-- one that waits, history.
INSERT INTO organisation (ods, name, service_level, closed_on, search)
VALUES ('RXX', 'Northmoor', 'enhanced', NULL, '
northmoor
eastmoor
');
INSERT INTO former_name (ods, position, name) VALUES ('RXX', 0, 'Eastmoor');
INSERT INTO subscription (id, ods, sku, seats, end_date) VALUES ('s1', 'RXX', 'SPE_E3', 10, '2099-03-31');
INSERT INTO administrator (id, subject, name, email) VALUES ('a1', 'trust-la', 'Priya Nair', 'priya.nair@nhs.net');
INSERT INTO administrator_role (administrator_id, ods, role) VALUES ('a1', 'RXX', 'localAdministrator');
INSERT INTO persona (id, position, administrator_id, description) VALUES ('trust-la', 0, 'a1', 'Somebody');
INSERT INTO policy (id, ods, kind, name, name_key, full_name, description, base_licence, add_ons,
                    disabled_plans, call_recording, created_at, updated_at, updated_by, search)
VALUES ('p0', 'RXX', 'national', 'National Policy', 'national policy', 'RXX National Policy', '', 'SPE_E3', '[]',
        '[]', TRUE, 0, 0, 'NHSmail', '
rxx national policy
national policy
rxx
'),
       ('p1', 'RXX', 'local', 'Nurses', 'nurses', 'RXX.E3.Nurses', 'Schwestern und Pfleger 🩺', 'SPE_E3', '[]',
        '["SWAY"]', TRUE, 0, 0, 'Priya Nair', '
rxx.e3.nurses
nurses
rxx
');
INSERT INTO account (id, email, display_name, sort_name, job_title, ods, aup_accepted, status, policy_id,
                     member_since, search)
VALUES ('u1', 'ann@nhs.net', 'Ann', 'ann', 'Nurse', 'RXX', TRUE, 'active', 'p1', 0, '
ann
ann@nhs.net
'),
       ('u2', 'bob@nhs.net', 'Bob', 'bob', NULL, 'RXX', TRUE, 'active', NULL, NULL, '
bob
bob@nhs.net
');
INSERT INTO job (id, policy_id, administrator_id, requested_by, state, total, done, changed, created_at, finished_at)
VALUES ('j1', 'p1', 'a1', 'Priya Nair', 'finished', 1, 1, 1, 0, 0),
       ('j2', 'p1', 'a1', 'Priya Nair', 'queued', 1, 0, 0, 0, NULL);
INSERT INTO job_member (job_id, position, email, expected_policy_id, outcome)
VALUES ('j1', 0, 'ann@nhs.net', NULL, '{"outcome":"added"}'),
       ('j2', 0, 'bob@nhs.net', NULL, NULL);
INSERT INTO history (id, policy_id, at, administrator_id, administrator, action, before, after, job_id)
VALUES ('00h0', 'p1', 0, 'a1', 'Priya Nair', 'policyCreated', NULL,
        '{"organisation":"RXX","name":"Nurses","baseLicence":"SPE_E3"}', NULL),
       ('00h1', 'p1', 0, 'a1', 'Priya Nair', 'membersAssigned', NULL, NULL, 'j1');
