//! Teams: members get and lose access with them.

use std::collections::BTreeSet;

use domain::{
    catalogue::ProductRef,
    id::{PublicId, TeamId},
    locale::Locale,
    rights::{Denial, Grant, Place, ProductRight, Role, Scope},
    team::{PER_ORGANIZATION, TeamColour, TeamRefusal},
    text::TeamName,
    time::Timestamp,
};

use super::at_once;
use crate::{
    UseCaseError,
    mail::MailKind,
    testing::{Guest, World, both},
    usecase::{
        organization::dashboard,
        people::{ChangeAsked, change_member, show_member},
        products::show_product,
        team::{
            GrantsAsked, MembersAsked, Sought, TeamAsked, TeamDetails, change_grants,
            change_members, change_team, create_team, dissolve_team, find_members, list_teams,
            preview_dissolution, preview_grants, preview_members, show_team,
        },
    },
};

const CARLA: &str = "carla@harbour.example";

/// How often two try at the same moment.
const ROUNDS: usize = 20;

/// An organization with an administrator, a collaborator, somebody from outside, and a team.
struct Cast {
    org: PublicId,
    olivia: Guest,
    adam: Guest,
    carla: Guest,
    eddie: Guest,
    team: TeamId,
    hosting: ProductRef,
}

async fn cast(world: &World) -> Cast {
    let olivia = world.sign_up("olivia@harbour.example").await;
    let org = olivia.organization;
    let mut others = Vec::new();
    for (email, role) in [
        ("adam@harbour.example", Role::Administrator),
        (CARLA, Role::Collaborator),
        ("eddie@partner.example", Role::External),
    ] {
        let guest = world.sign_up(email).await;
        world.enrol(&guest, org, role).await;
        others.push(guest);
    }
    let [adam, carla, eddie] = <[Guest; 3]>::try_from(others).ok().expect("three");
    let hosting = world.add_product(&olivia, "web-hosting", "harbour.example").await;
    let team = make(world, &olivia, "Web").await.expect("made");
    Cast { org, olivia, adam, carla, eddie, team, hosting }
}

fn name(text: &str) -> TeamName {
    TeamName::parse(text).expect("a name")
}

async fn make(
    world: &World,
    actor: &Guest,
    called: &str,
) -> Result<TeamId, UseCaseError<TeamRefusal>> {
    let looks = (&name(called), TeamColour::Teal);
    create_team(&world.backend, &actor.identity, actor.organization, looks).await
}

async fn see(world: &World, reader: &Guest, org: PublicId, team: TeamId) -> TeamDetails {
    let found = show_team(&world.backend, &reader.identity, (org, team), None, Locale::En).await;
    found.expect("a team")
}

/// Those who are to be in the team, and those who are not.
async fn moves(world: &World, cast: &Cast, joins: &[&Guest], leaves: &[&Guest]) -> MembersAsked {
    let seen = see(world, &cast.olivia, cast.org, cast.team).await.changed_at;
    let [joins, leaves] =
        [joins, leaves].map(|these| these.iter().map(|it| it.identity.user).collect());
    MembersAsked { team: cast.team, joins, leaves, seen, draft: None }
}

async fn join(world: &World, cast: &Cast, who: &[&Guest]) -> bool {
    let asked = moves(world, cast, who, &[]).await;
    let joined = change_members(&world.backend, &cast.olivia.identity, cast.org, &asked).await;
    joined.expect("done")
}

async fn leave(world: &World, cast: &Cast, who: &[&Guest]) -> bool {
    let asked = moves(world, cast, &[], who).await;
    let left = change_members(&world.backend, &cast.adam.identity, cast.org, &asked).await;
    left.expect("done")
}

fn all_of(product: ProductRef) -> BTreeSet<Grant> {
    BTreeSet::from([Grant { scope: Scope::Kind(product.kind), right: ProductRight::Technical }])
}

async fn give(world: &World, cast: &Cast, grants: BTreeSet<Grant>) {
    let seen = see(world, &cast.olivia, cast.org, cast.team).await.changed_at;
    let asked = GrantsAsked { team: cast.team, grants, seen, draft: None };
    let changed = change_grants(&world.backend, &cast.olivia.identity, cast.org, &asked).await;
    assert!(changed.expect("done"));
}

async fn reaches(world: &World, who: &Guest, cast: &Cast) -> bool {
    let which = (cast.org, cast.hosting.kind, cast.hosting.id);
    show_product(&world.backend, &who.identity, which, Locale::En).await.is_ok()
}

async fn lead(
    world: &World,
    cast: &Cast,
    leader: Option<&Guest>,
) -> Result<bool, UseCaseError<TeamRefusal>> {
    let seen = see(world, &cast.olivia, cast.org, cast.team).await.changed_at;
    let leader = leader.map(|it| it.identity.user);
    let (name, colour) = (name("Web"), TeamColour::Teal);
    let asked = TeamAsked { team: cast.team, seen, name, colour, leader };
    change_team(&world.backend, &cast.olivia.identity, cast.org, &asked).await
}

#[test]
fn access_comes_and_goes_with_the_place_in_the_team() {
    both(async |world| {
        let cast = cast(world).await;
        give(world, &cast, all_of(cast.hosting)).await;
        assert!(!reaches(world, &cast.carla, &cast).await);
        assert!(join(world, &cast, &[&cast.carla, &cast.eddie]).await, "externals as well");
        assert!(!join(world, &cast, &[&cast.carla]).await, "they are in it already");
        for who in [&cast.carla, &cast.eddie] {
            assert!(reaches(world, who, &cast).await);
        }
        world.work().await;
        let told = world.last_mail(MailKind::MemberChanged, CARLA).message.text;
        assert!(told.contains("web-hosting") && told.contains("Web"), "{told}");
        assert_eq!(see(world, &cast.carla, cast.org, cast.team).await.members.len(), 2);

        assert!(leave(world, &cast, &[&cast.carla]).await);
        assert!(!reaches(world, &cast.carla, &cast).await);
        assert!(reaches(world, &cast.eddie, &cast).await);
        assert!(!leave(world, &cast, &[&cast.carla]).await, "they have left already");

        let page = dashboard(&world.backend, &cast.adam.identity, cast.org).await.expect("seen");
        let newest = &page.activity.expect("allowed")[0];
        assert_eq!(newest.act.as_str(), "team_left");
        assert_eq!(newest.person, Some(cast.carla.identity.profile.name()));
    });
}

#[test]
fn access_comes_and_goes_with_the_rights_of_the_team_and_is_seen_before() {
    both(async |world| {
        let cast = cast(world).await;
        join(world, &cast, &[&cast.carla, &cast.adam]).await;
        let (backend, olivia) = (&world.backend, &cast.olivia.identity);
        let seen = see(world, &cast.olivia, cast.org, cast.team).await.changed_at;
        let grants = all_of(cast.hosting);
        let asked = GrantsAsked { team: cast.team, grants, seen, draft: None };
        let preview = preview_grants(backend, olivia, cast.org, &asked, Locale::En).await;
        let effects = preview.expect("allowed").effects;
        // An administrator reaches everything anyway.
        let [(who, preview)] = <[_; 1]>::try_from(effects.members).expect("one");
        assert_eq!(who, cast.carla.identity.profile.name());
        assert!(preview.gains.technical.covers(cast.hosting) && preview.losses.is_empty());
        assert_eq!(effects.others, 0);
        assert!(!reaches(world, &cast.carla, &cast).await, "nothing has happened");

        assert!(change_grants(backend, olivia, cast.org, &asked).await.expect("done"));
        assert!(reaches(world, &cast.carla, &cast).await);
        give(world, &cast, BTreeSet::new()).await;
        assert!(!reaches(world, &cast.carla, &cast).await);
    });
}

#[test]
fn what_another_organization_has_is_not_given() {
    both(async |world| {
        let cast = cast(world).await;
        let stranger = world.sign_up("stranger@other.example").await;
        let theirs = world.add_product(&stranger, "mail", "other.example").await;
        let grant = Grant { scope: Scope::Product(theirs), right: ProductRight::Technical };
        let seen = see(world, &cast.olivia, cast.org, cast.team).await.changed_at;
        let grants = BTreeSet::from([grant]);
        let asked = GrantsAsked { team: cast.team, grants, seen, draft: None };
        let (backend, olivia) = (&world.backend, &cast.olivia.identity);
        let preview = preview_grants(backend, olivia, cast.org, &asked, Locale::En).await;
        assert!(preview.expect("allowed").left_out);
        assert!(!change_grants(backend, olivia, cast.org, &asked).await.expect("nothing"));
        assert!(!join(world, &cast, &[&stranger]).await, "nobody");
    });
}

#[test]
fn the_end_of_a_team_ends_everything_that_came_with_it() {
    both(async |world| {
        let cast = cast(world).await;
        give(world, &cast, all_of(cast.hosting)).await;
        join(world, &cast, &[&cast.carla]).await;
        let (backend, olivia) = (&world.backend, &cast.olivia.identity);
        let which = (cast.org, cast.team);
        let preview = preview_dissolution(backend, olivia, which, Locale::En).await;
        let preview = preview.expect("allowed");
        assert!(preview.effects.members[0].1.losses.technical.covers(cast.hosting));
        let early = Timestamp::from_millis(0);
        let refused = dissolve_team(backend, olivia, which, early).await;
        assert!(matches!(refused, Err(UseCaseError::Refused(TeamRefusal::Changed))));
        dissolve_team(backend, olivia, which, preview.seen).await.expect("done");
        assert!(!reaches(world, &cast.carla, &cast).await);
        for open in ["team_spans", "grant_spans"] {
            assert_eq!(world.count(&format!("{open} WHERE valid_to IS NULL")).await, 0);
        }
        assert_eq!(list_teams(backend, olivia, cast.org).await.expect("a list").teams.len(), 0);
        let gone = show_team(backend, olivia, which, None, Locale::En).await;
        assert!(matches!(gone, Err(UseCaseError::NotFound)));
        make(world, &cast.olivia, "Web").await.expect("the name is free again");
    });
}

#[test]
fn a_leader_is_a_member_and_leads_no_longer_than_that() {
    both(async |world| {
        let cast = cast(world).await;
        let refused = lead(world, &cast, Some(&cast.carla)).await;
        assert!(matches!(refused, Err(UseCaseError::Refused(TeamRefusal::NotAMember))));
        join(world, &cast, &[&cast.carla]).await;
        assert!(lead(world, &cast, Some(&cast.carla)).await.expect("done"));
        assert!(!lead(world, &cast, Some(&cast.carla)).await.expect("nothing differs"));
        let leader = see(world, &cast.carla, cast.org, cast.team).await.leader;
        assert_eq!(leader.expect("somebody").0, cast.carla.identity.user);
        assert!(!reaches(world, &cast.carla, &cast).await, "leading gives no rights");

        // Out of the team by the way of the member's own rights.
        let whom = (cast.org, cast.carla.identity.user);
        let (backend, olivia) = (&world.backend, &cast.olivia.identity);
        let member = show_member(backend, olivia, whom, Locale::En).await.expect("a member");
        let place = Place::of(Role::Collaborator);
        let asked = ChangeAsked { user: whom.1, place, seen: member.changed_at, draft: None };
        assert!(change_member(backend, olivia, cast.org, &asked).await.expect("done"));
        assert_eq!(see(world, &cast.carla, cast.org, cast.team).await.leader, None);
        join(world, &cast, &[&cast.carla]).await;
        assert_eq!(see(world, &cast.carla, cast.org, cast.team).await.leader, None);
    });
}

#[test]
fn a_form_about_a_member_is_out_of_date_once_their_team_has_changed() {
    both(async |world| {
        let cast = cast(world).await;
        join(world, &cast, &[&cast.carla]).await;
        let whom = (cast.org, cast.carla.identity.user);
        let (backend, olivia) = (&world.backend, &cast.olivia.identity);
        let seen = show_member(backend, olivia, whom, Locale::En).await.expect("seen").changed_at;
        give(world, &cast, all_of(cast.hosting)).await;
        let now = show_member(backend, olivia, whom, Locale::En).await.expect("seen").changed_at;
        assert_ne!(seen, now);
    });
}

#[test]
fn names_are_different_and_teams_not_too_many() {
    both(async |world| {
        let cast = cast(world).await;
        let refused = make(world, &cast.olivia, "WEB").await;
        assert!(matches!(refused, Err(UseCaseError::Refused(TeamRefusal::NameTaken))));
        for number in 1..PER_ORGANIZATION {
            make(world, &cast.olivia, &format!("Team {number}")).await.expect("room");
        }
        let refused = make(world, &cast.olivia, "One more").await;
        assert!(matches!(refused, Err(UseCaseError::Refused(TeamRefusal::TooMany))));
    });
}

#[test]
fn collaborators_look_and_outsiders_find_nothing() {
    both(async |world| {
        let cast = cast(world).await;
        let (backend, which) = (&world.backend, (cast.org, cast.team));
        let found = see(world, &cast.carla, cast.org, cast.team).await;
        assert!(matches!(found.manage, Err(Denial::MissingRole { .. })) && found.place.is_none());
        let refused = make_in(world, &cast.carla, cast.org).await;
        assert!(matches!(refused, Err(UseCaseError::Denied(_))));
        let refused = list_teams(backend, &cast.eddie.identity, cast.org).await;
        assert!(matches!(refused, Err(UseCaseError::Denied(_))));

        let stranger = world.sign_up("stranger@other.example").await;
        let own = stranger.organization;
        for (org, team) in [which, (own, cast.team), (own, TeamId::from_uuid(uuid::Uuid::nil()))] {
            let shown = show_team(backend, &stranger.identity, (org, team), None, Locale::En).await;
            assert!(matches!(shown, Err(UseCaseError::NotFound)));
            let seen = found.changed_at;
            let ended = dissolve_team(backend, &stranger.identity, (org, team), seen).await;
            assert!(matches!(ended, Err(UseCaseError::NotFound)));
        }
    });
}

async fn make_in(
    world: &World,
    actor: &Guest,
    org: PublicId,
) -> Result<TeamId, UseCaseError<TeamRefusal>> {
    let looks = (&name("Print"), TeamColour::Red);
    create_team(&world.backend, &actor.identity, org, looks).await
}

#[test]
fn moving_members_is_seen_before_by_what_they_gain_and_lose() {
    both(async |world| {
        let cast = cast(world).await;
        give(world, &cast, all_of(cast.hosting)).await;
        join(world, &cast, &[&cast.carla, &cast.adam]).await;
        let (backend, olivia) = (&world.backend, &cast.olivia.identity);
        let asked = moves(world, &cast, &[&cast.eddie, &cast.carla], &[&cast.adam]).await;
        let leaves = asked.leaves.iter().copied().chain([cast.carla.identity.user]).collect();
        let joins = BTreeSet::from([cast.eddie.identity.user]);
        let asked = MembersAsked { joins, leaves, ..asked };
        let found = preview_members(backend, olivia, cast.org, &asked, Locale::En).await;
        let found = found.expect("allowed");
        let name = |it: &Guest| it.identity.profile.name();
        assert_eq!(found.joining, [name(&cast.eddie)]);
        assert_eq!(found.leaving.len(), 2);
        // An administrator reaches everything anyway.
        let [(gains, eddie), (loses, carla)] =
            <[_; 2]>::try_from(found.effects.members).expect("two");
        assert_eq!((gains, loses), (name(&cast.eddie), name(&cast.carla)));
        assert!(eddie.gains.technical.covers(cast.hosting) && eddie.losses.is_empty());
        assert!(carla.losses.technical.covers(cast.hosting) && carla.gains.is_empty());
        assert!(reaches(world, &cast.carla, &cast).await, "nothing has happened");

        let late = MembersAsked { seen: Timestamp::from_millis(0), ..asked.clone() };
        let refused = change_members(backend, olivia, cast.org, &late).await;
        assert!(matches!(refused, Err(UseCaseError::Refused(TeamRefusal::Changed))));
        assert!(change_members(backend, olivia, cast.org, &asked).await.expect("done"));
        assert!(!reaches(world, &cast.carla, &cast).await);
        assert!(reaches(world, &cast.eddie, &cast).await);
    });
}

#[test]
fn members_are_found_by_name_and_whom_something_changes_for_comes_first() {
    both(async |world| {
        let cast = cast(world).await;
        join(world, &cast, &[&cast.carla]).await;
        let which = (cast.org, cast.team);
        let (backend, olivia) = (&world.backend, &cast.olivia.identity);
        let none = BTreeSet::new();
        let all = Sought { joins: &none, leaves: &none, beginning: "", behind: None };
        let found = find_members(backend, olivia, which, all).await.expect("allowed").members;
        assert_eq!(found.len(), 4);
        let carla = cast.carla.identity.user;
        assert!(found.iter().all(|it| it.belongs == (it.user == carla)));
        assert_eq!(found[0].user, carla, "who is in it comes before others");
        let nobody = Sought { beginning: "zzz", ..all };
        let nobody = find_members(backend, olivia, which, nobody).await.expect("allowed");
        assert_eq!(nobody.members.len(), 0);

        let eddie = cast.eddie.identity.user;
        let (joins, leaves) = (BTreeSet::from([eddie, carla]), BTreeSet::from([carla]));
        let chosen = Sought { joins: &joins, leaves: &leaves, ..all };
        let found = find_members(backend, olivia, which, chosen).await.expect("allowed").members;
        assert_eq!(found.len(), 4);
        let first: BTreeSet<_> = found[..2].iter().map(|it| it.user).collect();
        assert_eq!(first, joins);
    });
}

#[test]
fn of_two_who_change_the_same_team_one_is_told_that_it_has_changed() {
    both(async |world| {
        let cast = cast(world).await;
        for round in 0..ROUNDS {
            let seen = see(world, &cast.olivia, cast.org, cast.team).await.changed_at;
            let colour = if round % 2 == 0 { TeamColour::Red } else { TeamColour::Blue };
            let attempts = [&cast.olivia, &cast.adam].map(|actor| {
                let (backend, identity) = (world.backend.clone(), actor.identity.clone());
                let (org, team, name) = (cast.org, cast.team, name("Web"));
                let asked = TeamAsked { team, seen, name, colour, leader: None };
                async move { change_team(&backend, &identity, org, &asked).await }
            });
            let done = at_once(attempts).await;
            let changed = done.iter().filter(|it| matches!(it, Ok(true))).count();
            let late = |it: &&Result<bool, _>| {
                matches!(it, Err(UseCaseError::Refused(TeamRefusal::Changed)))
            };
            assert_eq!((changed, done.iter().filter(late).count()), (1, 1), "round {round}");
        }
    });
}
