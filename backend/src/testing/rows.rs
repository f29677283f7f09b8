//! Reading a whole database as text: for tests that compare what was there before and after.

use std::collections::BTreeMap;

use super::World;
use crate::{
    StoreError,
    store::{Store, scratch},
};

impl World {
    /// Every row of every table as text, by table and in a fixed order. Binary values stand there in
    /// hexadecimal digits. The list of migrations is left out.
    ///
    /// # Panics
    /// If the database does not answer.
    pub async fn rows(&self) -> BTreeMap<String, Vec<String>> {
        self.try_rows().await.expect("database read")
    }

    async fn try_rows(&self) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
        let mut tx = self.backend.store.read().await?;
        let (tables, columns) = match &self.backend.store {
            Store::Sqlite(_) => (SQLITE_TABLES, SQLITE_COLUMNS),
            Store::Postgres(_) => (POSTGRES_TABLES, POSTGRES_COLUMNS),
        };
        let mut rows = BTreeMap::new();
        for table in scratch::texts(&mut tx, tables.to_owned()).await? {
            let columns = columns.replace("{table}", &table);
            let columns = scratch::texts(&mut tx, columns).await?.join(" || ' ' || ");
            let sql = format!("SELECT {columns} AS row_text FROM \"{table}\" ORDER BY 1");
            rows.insert(table, scratch::texts(&mut tx, sql).await?);
        }
        Ok(rows)
    }
}

const SQLITE_TABLES: &str = "
    SELECT name FROM sqlite_schema
    WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_sqlx_migrations'";

const SQLITE_COLUMNS: &str = "SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')";

const POSTGRES_TABLES: &str = "
    SELECT tablename::text FROM pg_tables
    WHERE schemaname = current_schema() AND tablename <> '_sqlx_migrations'";

const POSTGRES_COLUMNS: &str = "
    SELECT 'quote_nullable(' || column_name || ')' FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = '{table}' ORDER BY ordinal_position";
