//! Reading a whole database as text: for tests that compare what was there before and after.

use std::collections::BTreeMap;

use super::World;
use crate::{
    StoreError,
    store::{Store, scratch},
};

/// One line per table: its name, and an expression for its columns as one text.
const SQLITE_TABLES: &str = "
    SELECT t.name || ' ' || group_concat('quote(' || c.name || ')', ' || '' '' || ' ORDER BY c.cid)
    FROM sqlite_schema t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> '_sqlx_migrations'
    GROUP BY t.name";

const POSTGRES_TABLES: &str = "
    SELECT t.relname || ' ' || string_agg(
        'quote_nullable(' || c.attname || ')', ' || '' '' || ' ORDER BY c.attnum)
    FROM pg_class t
    JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
    WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace
        AND t.relname <> '_sqlx_migrations'
    GROUP BY t.relname";

/// One line per column that holds text, as `table.column`.
const SQLITE_TEXTS: &str = "
    SELECT t.name || '.' || c.name
    FROM sqlite_schema t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> '_sqlx_migrations'
        AND c.type NOT IN ('INTEGER', 'BLOB')
    ORDER BY 1";

const POSTGRES_TEXTS: &str = "
    SELECT t.relname || '.' || c.attname
    FROM pg_class t
    JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
    WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace
        AND t.relname <> '_sqlx_migrations'
        AND format_type(c.atttypid, c.atttypmod) NOT IN ('bigint', 'boolean', 'bytea', 'uuid')
    ORDER BY 1";

impl World {
    /// The columns that hold text, as `table.column`, in order: whatever is neither a number nor bytes.
    ///
    /// # Panics
    /// If the database does not answer.
    pub async fn text_columns(&self) -> Vec<String> {
        self.texts(match &self.backend.store {
            Store::Sqlite(_) => SQLITE_TEXTS,
            Store::Postgres(_) => POSTGRES_TEXTS,
        })
        .await
    }

    /// What a query of one column of text gives.
    ///
    /// # Panics
    /// If the database does not answer.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let mut tx = self.backend.store.read().await.expect("read");
        scratch::texts(&mut tx, sql.to_owned()).await.expect("texts")
    }

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
        let tables = match &self.backend.store {
            Store::Sqlite(_) => SQLITE_TABLES,
            Store::Postgres(_) => POSTGRES_TABLES,
        };
        let lines = scratch::texts(&mut tx, tables.to_owned()).await?;
        let tables: Vec<_> = lines.iter().filter_map(|line| line.split_once(' ')).collect();
        let mut rows: BTreeMap<_, _> =
            tables.iter().map(|(table, _)| ((*table).to_owned(), Vec::new())).collect();
        let reads = tables.iter().map(|(table, columns)| {
            format!("SELECT '{table} ' || {columns} AS row_text FROM {table}")
        });
        let all = reads.collect::<Vec<_>>().join(" UNION ALL ") + " ORDER BY 1";
        for line in scratch::texts(&mut tx, all).await? {
            let Some((table, row)) = line.split_once(' ') else { continue };
            rows.entry(table.to_owned()).or_default().push(row.to_owned());
        }
        Ok(rows)
    }
}
