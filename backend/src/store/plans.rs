//! A test: no statement that people wait for reads a whole table.

#![expect(clippy::disallowed_methods, reason = "`EXPLAIN` goes before a statement that is checked")]

use std::fmt::Write as _;

use sqlx::{AssertSqlSafe, Row};

use super::{Connection, Tx, activity, jobs, outbox, tests::ALL};
use crate::testing::both;

/// Statements that are meant to read everything: checks, and what runs once at the start or at night.
fn reads_everything(sql: &str) -> bool {
    super::invariants::STATEMENTS.contains(&sql)
        || sql.contains("SELECT EXISTS (SELECT 1 FROM users)")
        || sql.contains("FROM installation")
        || sql.contains("UPDATE installation")
        || sql.contains("NOT EXISTS (SELECT 1 FROM users u WHERE u.user_id = h.chain_id")
        || sql.contains("history_seq > COALESCE(s.seq, 0)")
        || sql.contains("WHERE purpose = $1 AND used_at IS NULL")
}

#[test]
fn every_query_uses_an_index() {
    both(async |world| {
        let mut tx = world.backend.store.begin().await.expect("begin");
        prefer_indexes(&mut tx).await;
        let mut whole = Vec::new();
        let per_dialect = [&jobs::CLAIM, &outbox::CLAIM].map(|it| it.pick(&tx));
        for sql in ALL.iter().copied().flatten().copied().chain(per_dialect) {
            if reads_everything(sql) || !(sql.contains("WHERE") || sql.contains("FROM")) {
                continue;
            }
            let plan = plan(&mut tx, sql).await;
            if scans(&plan) {
                whole.push(format!("{sql}\n{plan}"));
            }
        }
        assert!(whole.is_empty(), "{}", whole.join("\n"));
    });
}

/// As many entries as a chain needs for the choice of an index to matter.
const LONG_CHAIN: &str = "
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 3000)
    INSERT INTO history
        (chain_id, seq, chain, happened_at, actor_id, act, objects, details_hash, hash, act_group)
    SELECT u.user_id, 10 + n, 'org', n, u.user_id, h.act, '', h.details_hash, h.hash,
        CASE WHEN n % 100 = 0 THEN 'export' ELSE 'organization' END
    FROM users u, history h, numbers WHERE h.seq = 1";

#[test]
fn each_way_to_look_through_a_history_has_its_index() {
    both(async |world| {
        world.sign_up("olivia@harbour.example").await;
        assert_eq!(world.tamper(LONG_CHAIN).await, 3000);
        world.tamper("ANALYZE").await;
        let mut tx = world.backend.store.begin().await.expect("begin");
        prefer_indexes(&mut tx).await;
        for (sql, index) in activity::INDEXED {
            let plan = plan(&mut tx, sql).await;
            let own_name = plan.contains("sqlite_autoindex_history_1") && index == "history_pkey";
            let used = plan.split([' ', '(']).any(|it| it.trim() == index) || own_name;
            assert!(used, "{sql}\nwithout {index}:\n{plan}");
            assert!(!plan.contains("Sort") && !plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
        }
    });
}

/// PostgreSQL reads small tables as a whole; forbidden to, it shows whether there is an index at all.
async fn prefer_indexes(tx: &mut Tx) {
    if let Connection::Postgres(tx) = &mut tx.connection {
        sqlx::query("SET LOCAL enable_seqscan = off").execute(&mut **tx).await.expect("set");
        sqlx::query("SET LOCAL plan_cache_mode = force_generic_plan")
            .execute(&mut **tx)
            .await
            .expect("set");
    }
}

async fn plan(tx: &mut Tx, sql: &str) -> String {
    let mut text = String::new();
    match &mut tx.connection {
        Connection::Sqlite(tx) => {
            let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
            for row in sqlx::query(explain).fetch_all(&mut **tx).await.expect("planned") {
                writeln!(text, "{}", row.get::<String, _>("detail")).expect("text");
            }
        }
        Connection::Postgres(tx) => {
            let count = (1..=20).filter(|it| sql.contains(&format!("${it}"))).count();
            let values = vec!["NULL"; count].join(", ");
            let execute = if count == 0 { String::new() } else { format!("({values})") };
            for step in [
                format!("PREPARE asked AS {sql}"),
                format!("EXPLAIN EXECUTE asked{execute}"),
                "DEALLOCATE asked".to_owned(),
            ] {
                let rows = sqlx::raw_sql(AssertSqlSafe(step)).fetch_all(&mut **tx).await;
                for row in rows.expect("planned") {
                    writeln!(text, "{}", row.get::<String, _>(0)).expect("text");
                }
            }
        }
    }
    text
}

/// SQLite says `SCAN table`, unless an index gives the order; PostgreSQL says `Seq Scan`. What SQLite
/// calls a co-routine is no table, but what a query inside has found.
fn scans(plan: &str) -> bool {
    plan.lines().any(|line| {
        let line = line.trim();
        let whole = line.starts_with("SCAN ") && !line.contains(" USING ");
        let inner = line.strip_prefix("SCAN ").map(|it| format!("CO-ROUTINE {it}"));
        let constant = line.contains("CONSTANT ROW")
            || inner.is_some_and(|it| plan.lines().any(|line| line.trim() == it));
        (whole && !constant) || line.contains("Seq Scan")
    })
}
