-- Somebody without a licence.
INSERT INTO account (id, email, display_name, sort_name, job_title, ods, aup_accepted, status, policy_id,
                     member_since, search, licence_state)
VALUES ('u3', 'cat@nhs.net', 'Cat', 'cat', NULL, 'RXX', TRUE, 'active', 'p1', 0, '
cat
cat@nhs.net
', 'failed');
INSERT INTO licensing_error (account_id, sku, code) VALUES ('u3', 'SPE_E3', 'UniquenessViolation');
