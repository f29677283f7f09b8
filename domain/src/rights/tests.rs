//! The policy as one table, and its laws.

use proptest::{prelude::*, sample};
use uuid::Uuid;

use super::*;
use crate::{catalogue::KindId, id::ProductId};

const SOMEBODY: UserId = UserId::from_uuid(Uuid::from_u128(3));

fn kind() -> KindId {
    "mail".parse().expect("a kind")
}

fn product() -> ProductRef {
    ProductRef { id: ProductId::from_uuid(Uuid::from_u128(4)), kind: kind() }
}

const fn somebody(role: Role) -> Target {
    Target { user: SOMEBODY, role }
}

/// Every act, about members and roles of every kind.
fn actions() -> Vec<Action> {
    use Action::*;
    let (top, low) = (Role::LegalRepresentative, Role::Collaborator);
    vec![
        SeeOrganization,
        SeeMembers,
        SeeActivity,
        SeeDetails,
        ChangeDetails,
        SeeAccess,
        Invite(low),
        Invite(top),
        ChangeMember(somebody(low), Role::Administrator),
        ChangeMember(somebody(low), top),
        ChangeMember(somebody(top), low),
        Suspend(somebody(low)),
        Suspend(somebody(top)),
        Remove(somebody(low)),
        Remove(somebody(top)),
        Leave,
        ChangeOwnContact,
        ChangeContact(somebody(low)),
        ChangeContact(somebody(top)),
        ManageTeams,
        AskForRight,
        AnswerRequests,
        HandOver,
        Close,
        Money(MoneyRight::Pay),
        SeeProducts,
        Product(product(), ProductRight::Technical),
    ]
}

fn member(role: Role) -> Standing {
    let org = OrgId::from_uuid(Uuid::from_u128(1));
    Standing::member(org, UserId::from_uuid(Uuid::from_u128(2)), role)
}

/// The whole policy on one screen. A change to a right is a change to this table, and shows up
/// in review as one.
#[test]
fn the_rights_table() {
    let mark = |standing: &Standing, action: &Action| match decide(standing, action) {
        Ok(_) => "yes",
        Err(Denial::MissingRole { .. }) => "-",
        // It is not given to somebody from outside.
        Err(Denial::MissingMoney { .. }) if standing.role == Role::External => "-",
        Err(Denial::MissingMoney { .. } | Denial::MissingGrant { .. }) => "if given",
        Err(Denial::Suspended { .. }) => "suspended",
        Err(Denial::Closing) => "closing",
        Err(Denial::Oneself) => "not oneself",
    };
    let name = |action: &Action| match action {
        Action::Invite(role) => format!("Invite {}", role.as_str()),
        Action::ChangeMember(it, to) => {
            format!("ChangeMember {} to {}", it.role.as_str(), to.as_str())
        }
        Action::Suspend(it) => format!("Suspend {}", it.role.as_str()),
        Action::Remove(it) => format!("Remove {}", it.role.as_str()),
        Action::ChangeContact(it) => format!("ChangeContact {}", it.role.as_str()),
        Action::Product(_, right) => format!("Product {}", right.as_str()),
        other => format!("{other:?}"),
    };
    let row = |action: &Action| {
        let roles = Role::ALL.iter().map(|role| mark(&member(*role), action));
        let marks = roles.chain([mark(&member(Role::Administrator).suspended(), action)]);
        let closing = Standing { closing: true, ..member(Role::LegalRepresentative) };
        let marks = marks.chain([mark(&closing, action)]);
        let cells: Vec<_> = marks.map(|it| format!("{it:<12}")).collect();
        format!("{:<51} {}", name(action), cells.join(" ").trim_end())
    };
    let table = actions().iter().map(row).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(table, @r"
    SeeOrganization                                     yes          yes          yes          yes          suspended    closing
    SeeMembers                                          -            yes          yes          yes          suspended    closing
    SeeActivity                                         -            -            yes          yes          suspended    closing
    SeeDetails                                          -            yes          yes          yes          suspended    closing
    ChangeDetails                                       -            -            yes          yes          suspended    closing
    SeeAccess                                           -            -            yes          yes          suspended    closing
    Invite collaborator                                 -            -            yes          yes          suspended    closing
    Invite legal_representative                         -            -            -            yes          suspended    closing
    ChangeMember collaborator to administrator          -            -            yes          yes          suspended    closing
    ChangeMember collaborator to legal_representative   -            -            -            yes          suspended    closing
    ChangeMember legal_representative to collaborator   -            -            -            yes          suspended    closing
    Suspend collaborator                                -            -            yes          yes          suspended    closing
    Suspend legal_representative                        -            -            -            yes          suspended    closing
    Remove collaborator                                 -            -            yes          yes          suspended    closing
    Remove legal_representative                         -            -            -            yes          suspended    closing
    Leave                                               yes          yes          yes          yes          yes          closing
    ChangeOwnContact                                    yes          yes          yes          yes          suspended    closing
    ChangeContact collaborator                          -            -            yes          yes          suspended    closing
    ChangeContact legal_representative                  -            -            -            yes          suspended    closing
    ManageTeams                                         -            -            yes          yes          suspended    closing
    AskForRight                                         yes          yes          yes          yes          suspended    closing
    AnswerRequests                                      -            -            yes          yes          suspended    closing
    HandOver                                            -            -            -            yes          suspended    closing
    Close                                               -            -            -            yes          suspended    yes
    Money(Pay)                                          -            if given     yes          yes          suspended    closing
    SeeProducts                                         yes          yes          yes          yes          suspended    closing
    Product technical                                   if given     if given     yes          yes          suspended    closing
    ");
}

#[test]
fn a_denial_names_the_missing_role_and_who_can_give_it() {
    let denial = decide(&member(Role::External), &Action::SeeActivity);
    let needs = Role::Administrator;
    assert_eq!(denial, Err(Denial::MissingRole { needs, given_by: Role::Administrator }));
}

#[test]
fn only_a_legal_representative_lifts_the_suspension_of_another() {
    let lifted_by = |role| decide(&member(role).suspended(), &Action::SeeOrganization);
    let by = |lifted_by| Err(Denial::Suspended { lifted_by });
    assert_eq!(lifted_by(Role::Administrator), by(Role::Administrator));
    assert_eq!(lifted_by(Role::LegalRepresentative), by(Role::LegalRepresentative));
}

#[test]
fn a_permit_for_the_own_account_says_nothing_about_any_organization() {
    let user = member(Role::External).user;
    let permit = own_account(user);
    assert_eq!((permit.actor(), permit.org()), (Actor::Person(user), None));
}

#[test]
fn a_permit_for_a_job_names_the_job_and_no_person() {
    let org = member(Role::External).org;
    let permit = system("sweep", Some(org));
    assert_eq!((permit.actor(), permit.org()), (Actor::System("sweep"), Some(org)));
}

fn any_role() -> impl Strategy<Value = Role> {
    sample::select(Role::ALL)
}

fn any_action() -> impl Strategy<Value = Action> {
    sample::select(actions())
}

fn any_standing() -> impl Strategy<Value = Standing> {
    let money = sample::subsequence(MoneyRight::ALL, 0..=MoneyRight::ALL.len());
    (any_role(), sample::select(MemberState::ALL), money, any::<[bool; 2]>()).prop_map(
        |(role, state, money, [staff, closing])| Standing {
            state,
            closing,
            staff,
            ..member(role).with_money(money)
        },
    )
}

proptest! {
    #[test]
    fn a_higher_role_never_loses_a_right(
        a in any_role(), b in any_role(), action in any_action(),
    ) {
        let (low, high) = (member(a.min(b)), member(a.max(b)));
        prop_assert!(decide(&low, &action).is_err() || decide(&high, &action).is_ok());
    }

    #[test]
    fn a_suspended_member_may_do_nothing_but_leave(
        standing in any_standing(), action in any_action(),
    ) {
        let may = decide(&standing.suspended(), &action).is_ok();
        prop_assert!(!may || action == Action::Leave);
    }

    #[test]
    fn neither_staff_nor_money_opens_what_is_not_about_money(
        standing in any_standing(), action in any_action(),
    ) {
        let money = matches!(action, Action::Money(_));
        let plain = Standing { staff: false, ..standing.clone().with_money([]) };
        prop_assert!(money || decide(&standing, &action) == decide(&plain, &action));
    }

    #[test]
    fn nobody_s_own_act_raises_themselves(standing in any_standing(), to in any_role()) {
        let oneself = Target { user: standing.user, role: standing.role };
        let may = |action: Action| decide(&standing, &action).is_ok();
        prop_assert!(to <= standing.role || !may(Action::ChangeMember(oneself, to)));
        prop_assert!(!may(Action::Suspend(oneself)) && !may(Action::Remove(oneself)));
    }

    #[test]
    fn a_permit_says_who_what_and_where(standing in any_standing(), action in any_action()) {
        if let Ok(permit) = decide(&standing, &action) {
            prop_assert_eq!(permit.actor(), Actor::Person(standing.user));
            prop_assert_eq!(permit.org(), Some(standing.org));
            prop_assert_eq!(permit.action(), Some(&action));
        }
    }

    #[test]
    fn the_role_that_a_denial_names_would_do(role in any_role(), action in any_action()) {
        if let Err(Denial::MissingRole { needs, given_by }) = decide(&member(role), &action) {
            let would = member(needs).with_money(MoneyRight::ALL.iter().copied());
            prop_assert!(decide(&would, &action).is_ok());
            prop_assert!(given_by >= needs);
        }
    }
}
