-- A policy that was made when there was an index of parts of names.
INSERT INTO policy (id, ods, kind, name, name_key, full_name, description, base_licence, add_ons,
                    disabled_plans, call_recording, created_at, updated_at, updated_by, search)
VALUES ('p2', 'RXX', 'local', 'Porters', 'porters', 'RXX.E3.Porters', '', 'SPE_E3', '[]', '[]', TRUE, 0, 0,
        'Priya Nair', '
rxx.e3.porters
porters
rxx
');
