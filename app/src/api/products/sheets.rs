//! The pages about products.

use backend::usecase::{
    people::Kind,
    products::{ProductDetails, ProductsView},
};
use domain::{
    catalogue::KindId,
    id::PublicId,
    rights::{ProductRight, Reason},
};

use crate::{
    api::{
        paging,
        people::present::{Reader, product_right},
    },
    format,
    route::Route,
    sheet::{Line, Part, Sheet},
    words::Words,
};

/// The kinds of products of an organization.
pub(super) fn kinds(org: PublicId, kinds: Vec<Kind>, words: Words) -> Sheet {
    let texts = words.products();
    let line = |it: Kind| Line {
        href: Some(Route::ProductsOf(org, it.id).path()),
        main: it.name,
        ..Line::default()
    };
    let list = if kinds.is_empty() {
        Part::Empty { title: texts.none().to_owned(), text: texts.none_text().to_owned() }
    } else {
        Part::rows(kinds.into_iter().map(line).collect())
    };
    let head = Part::Head { title: texts.title().to_owned(), lead: texts.lead().to_owned() };
    Sheet {
        title: texts.title().to_owned(),
        parts: vec![head, Part::Card { title: None, parts: vec![list] }],
    }
}

/// The products of one kind.
pub(super) fn products(
    (org, kind): (PublicId, KindId),
    found: ProductsView,
    further: bool,
    words: Words,
) -> Sheet {
    let texts = words.products();
    let mut list = if found.products.is_empty() {
        let text = texts.none_of_kind_text().to_owned();
        vec![Part::Empty { title: texts.none_of_kind().to_owned(), text }]
    } else {
        let lines = found.products.into_iter().map(|it| Line {
            href: Some(Route::Product(org, kind, it.about.id).path()),
            main: it.name.to_string(),
            ..Line::default()
        });
        vec![Part::rows(lines.collect())]
    };
    let next = found.next.map(|it| (it, texts.next_page()));
    let path = Route::ProductsOf(org, kind).path();
    list.extend(paging::links(&path, (further, texts.first_page()), next));
    Sheet {
        title: found.kind.clone(),
        parts: vec![
            Part::Head { title: found.kind, lead: texts.lead_kind().to_owned() },
            Part::Card { title: None, parts: list },
        ],
    }
}

/// A product, and what the reader may do with it.
pub(super) fn product(found: &ProductDetails, reader: &Reader<'_>) -> Sheet {
    let words = reader.words;
    let texts = words.products();
    let reason = |reason: &Reason| match reason {
        Reason::Role => texts.by_role().to_owned(),
        Reason::Own => texts.by_grant().to_owned(),
        Reason::Team(team) => {
            texts.by_team(found.teams.get(team).map_or("–", |name| name.as_str()))
        }
    };
    let right = |right: &ProductRight| {
        let why = found.rights.get(right);
        let lines = why.map(|all| all.iter().map(reason).collect());
        let lines = lines.unwrap_or_else(|| vec![texts.no_right().to_owned()]);
        (product_right(*right, words).to_owned(), lines)
    };
    let name = found.product.name.to_string();
    let since = format::day(words.locale(), found.product.created_at, reader.zone);
    let facts = vec![
        (texts.kind().to_owned(), vec![found.kind.clone()]),
        (texts.since().to_owned(), vec![since]),
    ];
    let rights = ProductRight::ALL.iter().map(right).collect();
    Sheet {
        title: name.clone(),
        parts: vec![
            Part::Head { title: name, lead: found.kind.clone() },
            Part::Two {
                main: vec![Part::card(texts.facts_title(), vec![Part::Facts { facts }])],
                side: vec![Part::card(texts.my_rights(), vec![Part::Facts { facts: rights }])],
            },
        ],
    }
}
