//! The details of an organization.

use domain::{
    country::Country,
    details::{Details, PostalAddress},
    rights::{Denial, Role},
    tax_number::TaxNumber,
    text::OrgName,
};

use crate::{
    UseCaseError,
    mail::MailKind,
    testing::{Guest, World, both, origin_at},
    usecase::organization::{change_details, dashboard, show_details},
};

const OLIVIA: &str = "olivia@harbour.example";

fn changed(before: &Details) -> Details {
    let address = PostalAddress::parse("Rue du Lac 1", "1800", "Vevey", "CH").expect("whole");
    let tax_number = TaxNumber::parse("CHE-116.281.710", Country::parse("CH")).expect("valid");
    Details {
        name: OrgName::parse("Harbour Press").expect("a name"),
        address,
        tax_number: Some(tax_number),
        ..before.clone()
    }
}

async fn details(world: &World, guest: &Guest) -> Details {
    let view = show_details(&world.backend, &guest.identity, guest.organization).await;
    view.expect("a member").details
}

#[test]
fn a_change_is_kept_written_down_and_told() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        let after = changed(&details(world, &olivia).await);
        let change =
            || change_details(&world.backend, &olivia.identity, olivia.organization, &after);
        assert!(change().await.expect("allowed"));
        assert_eq!(details(world, &olivia).await, after);

        let page = dashboard(&world.backend, &olivia.identity, olivia.organization).await;
        let page = page.expect("a member");
        assert_eq!(page.organization.name.as_str(), "Harbour Press");
        let newest = &page.activity.expect("allowed")[0];
        assert_eq!(newest.act.as_str(), "organization_details_changed");

        world.work().await;
        let mail = world.last_mail(MailKind::DetailsChanged, OLIVIA);
        assert!(
            mail.message.text.contains("Rue du Lac 1, 1800 Vevey, CH"),
            "{}",
            mail.message.text
        );
        assert!(mail.message.text.contains("CHE-116.281.710"), "{}", mail.message.text);

        // The same again is no change: nothing is written down, nobody is told.
        let mails = world.mails().len();
        assert!(!change().await.expect("allowed"));
        world.work().await;
        assert_eq!(world.mails().len(), mails);
        let page = dashboard(&world.backend, &olivia.identity, olivia.organization).await;
        assert_eq!(page.expect("a member").activity.expect("allowed").len(), 2);
    });
}

#[test]
fn whoever_is_suspended_is_not_told_of_a_change() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        let adam = world.sign_up_from(&origin_at("198.51.100.2"), "adam@office.example").await;
        world.enrol(&adam, olivia.organization, Role::LegalRepresentative).await;
        let suspend = format!(
            "INSERT INTO suspension_spans (org_id, user_id, suspended_by, reason, valid_from)
             SELECT o.org_id, u.user_id, u.user_id, 'test', 2 FROM organizations o, users u
             WHERE o.public_id = '{}' AND u.email_canonical = 'adam@office.example'",
            olivia.organization
        );
        assert_eq!(world.tamper(&suspend).await, 1);
        let before = details(world, &olivia).await;
        let change = async |name: &str| {
            let after = Details { name: OrgName::parse(name).expect("a name"), ..before.clone() };
            change_details(&world.backend, &olivia.identity, olivia.organization, &after)
                .await
                .expect("allowed");
            world.work().await;
            let mails = world.mails().into_iter().filter(|it| it.kind == MailKind::DetailsChanged);
            mails.map(|it| it.to).collect::<Vec<_>>()
        };
        assert_eq!(change("Harbour Press").await, [OLIVIA]);
        world.tamper("UPDATE suspension_spans SET valid_to = 3").await;
        let mut told = change("Harbour & Sons").await.split_off(1);
        told.sort();
        assert_eq!(told, ["adam@office.example", OLIVIA], "who is back is told again");
    });
}

#[test]
fn for_outsiders_there_is_nothing_to_see_or_to_change() {
    both(async |world| {
        let olivia = world.sign_up(OLIVIA).await;
        let adam = world.sign_up_from(&origin_at("198.51.100.2"), "adam@office.example").await;
        let after = changed(&details(world, &olivia).await);
        let show = show_details(&world.backend, &adam.identity, olivia.organization).await;
        assert!(matches!(show, Err(UseCaseError::NotFound)));
        let change =
            change_details(&world.backend, &adam.identity, olivia.organization, &after).await;
        assert!(matches!(change, Err(UseCaseError::NotFound)));
    });
}

#[test]
fn who_may_see_and_who_may_change_depends_on_the_role() {
    for (role, sees, changes) in [
        (Role::External, false, false),
        (Role::Collaborator, true, false),
        (Role::Administrator, true, true),
    ] {
        both(async |world| {
            let olivia = world.sign_up(OLIVIA).await;
            let after = changed(&details(world, &olivia).await);
            world.tamper(&format!("UPDATE role_spans SET role = '{}'", role.as_str())).await;
            let show = show_details(&world.backend, &olivia.identity, olivia.organization).await;
            match show {
                Ok(view) => {
                    assert!(sees, "{role:?}");
                    assert_eq!(view.may_change.is_ok(), changes, "{role:?}");
                }
                Err(error) => {
                    assert!(matches!(error, UseCaseError::Denied(_)) && !sees, "{role:?}");
                }
            }
            let change =
                change_details(&world.backend, &olivia.identity, olivia.organization, &after).await;
            match change {
                Ok(_) => assert!(changes, "{role:?}"),
                Err(UseCaseError::Denied(Denial::MissingRole { needs, .. })) => {
                    assert!(!changes && needs == Role::Administrator, "{role:?}");
                }
                Err(other) => panic!("{role:?}: {other:?}"),
            }
        });
    }
}
