//! What organizations have bought, and the kinds that the provider sells.

use domain::{
    catalogue::{KindId, ProductRef},
    id::{OrgId, ProductId},
    locale::Locale,
    rights::Permit,
    text::ProductName,
    time::Timestamp,
};
use uuid::Uuid;

use super::{StoreError, Tx, on, statements};

statements! {
    INSERT_KIND = "INSERT INTO product_kinds (kind, position) VALUES ($1, $2)";

    INSERT_KIND_NAME = "
        INSERT INTO product_kind_names (kind, locale, name) VALUES ($1, $2, $3)";

    // The catalogue: a handful of kinds.
    KINDS = "
        SELECT n.kind, n.name
        FROM product_kind_names n
        JOIN product_kinds k ON k.kind = n.kind
        WHERE n.locale = $1
        ORDER BY k.position, n.kind";

    KIND_NAME = "SELECT name FROM product_kind_names WHERE kind = $1 AND locale = $2";

    KIND_EXISTS = "SELECT EXISTS (SELECT 1 FROM product_kinds WHERE kind = $1)";

    INSERT = "
        INSERT INTO products (org_id, product_id, kind, name, sort_key, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)";

    FIND = "
        SELECT product_id, kind, name, created_at FROM products
        WHERE org_id = $1 AND product_id = $2 AND ended_at IS NULL";

    PLACE = "
        SELECT sort_key FROM products
        WHERE org_id = $1 AND product_id = $2 AND ended_at IS NULL";

    LIST_OF_KIND = "
        SELECT product_id, kind, name, created_at FROM products
        WHERE org_id = $1 AND kind = $2 AND ended_at IS NULL
            AND (sort_key, product_id) > ($3, $4) AND sort_key < $5
        ORDER BY sort_key, product_id
        LIMIT $6";

    // In the order of their names, after a name and an id, before a name.
    LIST = "
        SELECT product_id, kind, name, created_at FROM products
        WHERE org_id = $1 AND ended_at IS NULL
            AND (sort_key, product_id) > ($2, $3) AND sort_key < $4
        ORDER BY sort_key, product_id
        LIMIT $5";
}

/// A kind of product, called as in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Its short name.
    pub id: KindId,
    /// What it is called.
    pub name: String,
}

/// A product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Which one, of what kind.
    pub about: ProductRef,
    /// What it is called.
    pub name: ProductName,
    /// Since when the organization has it.
    pub created_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    product_id: Uuid,
    kind: String,
    name: String,
    created_at: i64,
}

impl TryFrom<Row> for Product {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, Self::Error> {
        let id = ProductId::from_uuid(row.product_id);
        Ok(Self {
            about: ProductRef { id, kind: kind(&row.kind)? },
            name: ProductName::from_stored(row.name),
            created_at: Timestamp::from_millis(row.created_at),
        })
    }
}

fn kind(text: &str) -> Result<KindId, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt("products.kind"))
}

/// Adds a kind to what the provider sells, with what it is called in each language.
pub async fn insert_kind(
    tx: &mut Tx,
    _: &Permit,
    kind: KindId,
    position: i64,
    names: &[(Locale, &str)],
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(INSERT_KIND).bind(kind.as_str()).bind(position).execute(&mut *conn).await?;
        for (locale, name) in names {
            sqlx::query(INSERT_KIND_NAME)
                .bind(kind.as_str())
                .bind(locale.tag())
                .bind(*name)
                .execute(&mut *conn)
                .await?;
        }
    });
    Ok(())
}

/// The kinds that the provider sells, in their order.
pub async fn kinds(tx: &mut Tx, locale: Locale) -> Result<Vec<Kind>, StoreError> {
    let rows: Vec<(String, String)> =
        on!(tx, |conn| sqlx::query_as(KINDS).bind(locale.tag()).fetch_all(conn).await?);
    rows.into_iter().map(|(id, name)| Ok(Kind { id: kind(&id)?, name })).collect()
}

/// What a kind is called, if the provider sells it.
pub async fn kind_name(
    tx: &mut Tx,
    kind: KindId,
    locale: Locale,
) -> Result<Option<String>, StoreError> {
    Ok(on!(tx, |conn| {
        sqlx::query_scalar(KIND_NAME)
            .bind(kind.as_str())
            .bind(locale.tag())
            .fetch_optional(conn)
            .await?
    }))
}

/// Whether the provider sells this kind.
pub async fn kind_exists(tx: &mut Tx, kind: KindId) -> Result<bool, StoreError> {
    Ok(on!(tx, |conn| {
        sqlx::query_scalar(KIND_EXISTS).bind(kind.as_str()).fetch_one(conn).await?
    }))
}

/// Adds a product.
pub async fn insert(
    tx: &mut Tx,
    _: &Permit,
    org: OrgId,
    product: &Product,
) -> Result<(), StoreError> {
    on!(tx, |conn| {
        sqlx::query(INSERT)
            .bind(org.as_uuid())
            .bind(product.about.id.as_uuid())
            .bind(product.about.kind.as_str())
            .bind(product.name.as_str())
            .bind(domain::search::folded(product.name.as_str()))
            .bind(product.created_at.as_millis())
            .execute(conn)
            .await?;
    });
    Ok(())
}

/// A product of this organization.
pub async fn find(
    tx: &mut Tx,
    org: OrgId,
    product: ProductId,
) -> Result<Option<Product>, StoreError> {
    let row: Option<Row> = on!(tx, |conn| {
        sqlx::query_as(FIND)
            .bind(org.as_uuid())
            .bind(product.as_uuid())
            .fetch_optional(conn)
            .await?
    });
    row.map(Product::try_from).transpose()
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// It begins behind this name, in the form that lists are ordered by…
    pub after: String,
    /// …and behind the product of that name with this id.
    pub id: Uuid,
    /// It ends before this name.
    pub before: String,
}

/// Behind every name.
const LAST: char = '\u{10ffff}';

impl Range {
    /// The products whose names begin like this.
    pub fn of(beginning: &str) -> Self {
        let after = domain::search::folded(beginning);
        let before = format!("{after}{LAST}");
        Self { after, id: Uuid::nil(), before }
    }
}

/// The same part of a list, from behind this product on.
pub async fn behind(
    tx: &mut Tx,
    org: OrgId,
    range: Range,
    product: ProductId,
) -> Result<Option<Range>, StoreError> {
    let place: Option<String> = on!(tx, |conn| {
        sqlx::query_scalar(PLACE)
            .bind(org.as_uuid())
            .bind(product.as_uuid())
            .fetch_optional(conn)
            .await?
    });
    Ok(place.map(|after| Range { after, id: product.as_uuid(), ..range }))
}

/// Some products by name; at most `limit`.
pub async fn list(
    tx: &mut Tx,
    org: OrgId,
    range: &Range,
    limit: i64,
) -> Result<Vec<Product>, StoreError> {
    let rows: Vec<Row> = on!(tx, |conn| {
        sqlx::query_as(LIST)
            .bind(org.as_uuid())
            .bind(&range.after)
            .bind(range.id)
            .bind(&range.before)
            .bind(limit)
            .fetch_all(conn)
            .await?
    });
    rows.into_iter().map(Product::try_from).collect()
}

/// Some products of one kind by name; at most `limit`.
pub async fn list_of_kind(
    tx: &mut Tx,
    org: OrgId,
    kind: KindId,
    range: &Range,
    limit: i64,
) -> Result<Vec<Product>, StoreError> {
    let rows: Vec<Row> = on!(tx, |conn| {
        sqlx::query_as(LIST_OF_KIND)
            .bind(org.as_uuid())
            .bind(kind.as_str())
            .bind(&range.after)
            .bind(range.id)
            .bind(&range.before)
            .bind(limit)
            .fetch_all(conn)
            .await?
    });
    rows.into_iter().map(Product::try_from).collect()
}
