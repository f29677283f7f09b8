//! Data to try everything with, in a database that is empty.

mod cast;
mod invitations;
mod products;
mod teams;

use std::collections::HashMap;

use domain::{
    details::{Details, Phone, PostalAddress, Website},
    email::Email,
    history::Act,
    id::{OrgId, UserId},
    membership::Contact,
    password::Password,
    rights::{self, Grant, MoneyRight, Place, ProductRight, Role, Scope},
    tax_number::TaxNumber,
    text::{OrgName, PersonName},
    theme::Theme,
};

use self::cast::{FOUNDED, Founded, JOINED, Joined, PASSWORD, Someone};
use crate::{
    Backend, PasswordHash, Profile, StoreError, UseCaseError, Zone,
    history::{Event, Events},
    store::{self, Tx, UserLock, members::NewMember, places::When, products::Range, users::User},
    usecase::organization::found::{Founding, found},
};

/// Why there is no demo data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemoRefusal {
    /// Somebody has an account already.
    NotEmpty,
    /// The demo's own data breaks a rule: a mistake of ours.
    Broken(&'static str),
}

type Error = UseCaseError<DemoRefusal>;

/// Somebody one can sign in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// The address.
    pub email: &'static str,
    /// The password.
    pub password: &'static str,
    /// What they are, in words for the operator.
    pub about: String,
}

/// Fills an empty database with people and organizations in every role.
///
/// # Errors
/// [`DemoRefusal::NotEmpty`] if anybody has an account.
pub async fn demo(backend: &Backend) -> Result<Vec<DemoAccount>, Error> {
    let mut tx = backend.store.read().await?;
    if store::users::any(&mut tx).await? {
        return Err(UseCaseError::Refused(DemoRefusal::NotEmpty));
    }
    drop(tx);
    let mut organizations = HashMap::new();
    let mut accounts = Vec::new();
    for it in &FOUNDED {
        let org = begin(backend, it, organizations.is_empty()).await?;
        products::buy(backend, it.name, org).await?;
        organizations.insert(it.name, org);
        accounts.push(account(&it.founder, format!("legal representative of {}", it.name)));
    }
    for it in &JOINED {
        join(backend, it, &organizations).await?;
        accounts.push(account(&it.who, about(it)));
    }
    for (name, org) in &organizations {
        teams::gather(backend, name, *org).await?;
    }
    Ok(accounts)
}

fn account(who: &Someone, about: String) -> DemoAccount {
    DemoAccount { email: who.email, password: PASSWORD, about }
}

fn about(it: &Joined) -> String {
    let places: Vec<_> = it
        .in_organizations
        .iter()
        .map(|(name, role)| format!("{} of {name}", role.as_str()))
        .collect();
    match (it.staff, it.billing) {
        (true, _) => "staff".to_owned(),
        (false, true) => format!("{}, with billing rights", places.join(", ")),
        (false, false) => places.join(", "),
    }
}

/// An organization with its legal representative, as after a sign-up.
/// The catalogue comes with the `first`, and so does somebody who is invited.
async fn begin(backend: &Backend, it: &Founded, first: bool) -> Result<OrgId, Error> {
    let now = backend.now();
    let user = person(backend, &it.founder, false).await?;
    let name = OrgName::parse(it.name).map_err(|_| broken(it.name))?;
    let mut tx = backend.store.begin().await?;
    let permit = rights::system("demo", None);
    if first {
        products::sell(&mut tx, &permit).await?;
    }
    store::users::insert(&mut tx, &permit, &user, now).await?;
    let founding = Founding {
        name: &name,
        kind: it.kind,
        locale: it.locale,
        founder: user.id,
        profile: &user.profile,
    };
    let (lock, _) = found(backend, &mut tx, &permit, founding, now).await?;
    let details = details(it, name).ok_or(broken(it.name))?;
    store::details::update(&mut tx, &lock, &permit, &details).await?;
    let event = Event::new(&lock, &permit, Act::SignedUp)
        .by(user.id)
        .about("user", user.id.as_uuid())
        .about("organization", lock.org().as_uuid())
        .detail("email", user.email.typed())
        .detail("organization", it.name);
    let mut invited = None;
    if first {
        let by = (&lock, &permit);
        invited = Some(invitations::invite(backend, &mut tx, by, &user, now).await?);
    }
    backend.commit(tx, now, Events::from(event).and(invited)).await?;
    Ok(lock.org())
}

/// A person, and what they are in organizations of others.
async fn join(
    backend: &Backend,
    it: &Joined,
    organizations: &HashMap<&str, OrgId>,
) -> Result<(), Error> {
    let now = backend.now();
    let user = person(backend, &it.who, it.staff).await?;
    let mut tx = backend.store.begin().await?;
    let permit = rights::system("demo", None);
    let user_lock = store::users::insert(&mut tx, &permit, &user, now).await?;
    let mut joined: Vec<_> = it
        .in_organizations
        .iter()
        .filter_map(|(name, role)| Some((*organizations.get(name)?, *role)))
        .collect();
    // Organizations are locked in the order of their ids.
    joined.sort_unstable();
    let mut events = Vec::new();
    for (org, role) in joined {
        let lock = tx.lock_organization(org).await?;
        let place = place(&mut tx, it, org, role).await?;
        let member = NewMember {
            user: user.id,
            keys: &user.profile.name_keys(),
            place: &place,
            contact: Contact::ALL,
        };
        let at = store::members::instant(&mut tx, &lock, now).await?;
        let when = When { at, entropy: &*backend.entropy };
        store::members::insert(&mut tx, &lock, &permit, &member, when).await?;
        let event = Event::new(&lock, &permit, Act::MemberJoined).by(user.id);
        events.push(event.about("user", user.id.as_uuid()).detail("role", role.as_str()));
    }
    if it.staff {
        events.push(appoint(&mut tx, &user_lock, user.id, backend).await?);
    }
    let mut events = events.into_iter();
    let first = events.next().ok_or(broken(it.who.email))?;
    backend.commit(tx, now, Events { first, more: events.collect() }).await?;
    Ok(())
}

/// What they are given in one of their organizations.
async fn place(tx: &mut Tx, it: &Joined, org: OrgId, role: Role) -> Result<Place, StoreError> {
    let products = store::products::list(tx, org, &Range::of(""), 100).await?;
    let theirs = products.into_iter().filter(|product| {
        product.about.kind.as_str() == "web-hosting"
            && it.technical.contains(&product.name.as_str())
    });
    let right = ProductRight::Technical;
    let grants = theirs.map(|it| Grant { scope: Scope::Product(it.about), right }).collect();
    let money = if it.billing { MoneyRight::ALL } else { &[] };
    let money = money.iter().copied().collect();
    Ok(Place { money, grants, ..Place::of(role) })
}

async fn appoint(
    tx: &mut Tx,
    lock: &UserLock,
    user: UserId,
    backend: &Backend,
) -> Result<Event, Error> {
    let permit = rights::system("demo", None);
    store::installation::appoint_first_staff(tx, &permit, backend.now()).await?;
    Ok(Event::new(lock, &permit, Act::StaffAppointed).about("user", user.as_uuid()))
}

const fn broken(what: &'static str) -> Error {
    UseCaseError::Refused(DemoRefusal::Broken(what))
}

async fn person(backend: &Backend, it: &Someone, staff: bool) -> Result<User, Error> {
    Ok(User {
        id: UserId::mint(backend.now(), backend.draw()),
        email: Email::parse(it.email).map_err(|_| broken(it.email))?,
        profile: Profile {
            first_name: PersonName::parse(it.first_name).map_err(|_| broken(it.email))?,
            last_name: PersonName::parse(it.last_name).map_err(|_| broken(it.email))?,
            locale: it.locale,
            zone: Zone::default(),
            theme: Theme::default(),
        },
        password: password(backend).await?,
        staff,
        disabled_at: None,
    })
}

async fn password(backend: &Backend) -> Result<PasswordHash, Error> {
    let password = Password::read(PASSWORD).map_err(|_| broken("password"))?;
    Ok(backend.hasher.hash(&*backend.entropy, password).await?)
}

/// What an organization says about itself; `None` if a rule refuses it.
fn details(it: &Founded, name: OrgName) -> Option<Details> {
    let [street, code, city, country] = it.address;
    let address = PostalAddress::parse(street, code, city, country).ok()?;
    let place = address.as_ref().map(|it| it.country);
    let tax_number = match it.tax_number {
        Some(number) => Some(TaxNumber::parse(number, place).ok()?),
        None => None,
    };
    Some(Details {
        name,
        kind: it.kind,
        address,
        phone: Some(Phone::parse(it.phone).ok()?),
        tax_number,
        website: Some(Website::parse(it.website).ok()?),
        locale: it.locale,
    })
}
