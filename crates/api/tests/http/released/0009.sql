-- A policy whose texts have a version.
INSERT INTO policy (id, ods, kind, name, name_key, full_name, description, base_licence, add_ons,
                    disabled_plans, call_recording, created_at, updated_at, updated_by, search)
VALUES ('p3', 'RXX', 'local', 'Cleaners', 'cleaners', 'RXX.E3.Cleaners', '', 'SPE_E3', '[]', '[]', TRUE, 0, 0,
        'Priya Nair', '
rxx.e3.cleaners
cleaners
rxx
');
