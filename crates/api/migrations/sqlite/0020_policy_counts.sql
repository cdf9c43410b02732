-- PostgreSQL gets what SQLite has had since 0013. Migrations of both have the same numbers.
SELECT 1;
