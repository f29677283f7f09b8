//! The table of the pages of the console.

use domain::rights::{Action, Role};

use super::{
    Page, View, activity,
    asks::{Asks, asks},
    dashboard, home, new_organization, organizations, picture, profile, search, security, sessions,
    settings,
};
use crate::{route::Route, sheet::sheet, words::Area};

/// Every page of the console.
pub fn page(route: Route) -> Page {
    match route {
        Route::Dashboard(_) | Route::Activity(_) | Route::Settings(_) | Route::Logo(_) => {
            page_of_organization(route)
        }
        Route::Products(_) | Route::ProductsOf(..) | Route::Product(..) => page_of_products(route),
        Route::Users(_)
        | Route::User(..)
        | Route::Suspend(..)
        | Route::Remove(..)
        | Route::Rights(..)
        | Route::RightsAgain(..)
        | Route::RightsProducts(..)
        | Route::RightsSummary(..) => page_of_members(route),
        Route::Invite(_)
        | Route::InviteAgain(..)
        | Route::InviteRole(..)
        | Route::InviteProducts(..)
        | Route::InviteMessages(..)
        | Route::InviteSummary(..)
        | Route::Invitations(_)
        | Route::Invitation(..)
        | Route::InvitationChange(..) => page_of_invitations(route),
        Route::Teams(_)
        | Route::NewTeam(_)
        | Route::Team(..)
        | Route::EditTeam(..)
        | Route::DissolveTeam(..)
        | Route::TeamRights(..)
        | Route::TeamRightsAgain(..)
        | Route::TeamRightsSummary(..)
        | Route::TeamMembers(..)
        | Route::TeamMembersAgain(..)
        | Route::TeamMembersSummary(..) => page_of_teams(route),
        Route::Requests(_) | Route::Ask(..) | Route::Request(..) => page_of_requests(route),
        Route::Handover(_) => of_sheet(Action::HandOver, asks!(handover::show_handover(org))),
        Route::HandOver(..) => {
            of_sheet(Action::HandOver, asks!(handover::show_handing_over(org, user)))
        }
        Route::Profile
        | Route::Picture
        | Route::Security
        | Route::Organizations
        | Route::Sessions
        | Route::OwnActivity => page_of_person(route),
        Route::NewOrganization | Route::Plan(_) | Route::PlanAddress(_) | Route::PlanSummary(_) => {
            page_of_plan(route)
        }
        Route::Search | Route::SearchIn(_) => Page {
            area: Some(Area::Search),
            module: Some("search"),
            needs: route.org().map(|_| Action::SeeOrganization),
            sudo: false,
            title: Some(|_, words| words.search().title().to_owned()),
            view: || Box::pin(search::search()),
            asks: asks!(search::search(org?, query)),
        },
        // The other addresses are pages of the door; `Route::in_console` never gives them.
        _ => Page {
            area: Some(Area::Dashboard),
            module: None,
            needs: None,
            sudo: false,
            title: Some(|_, words| words.dashboard().no_organization_title().to_owned()),
            view: || Box::pin(async { home::home as View }),
            asks: None,
        },
    }
}

/// The pages of a person.
fn page_of_person(route: Route) -> Page {
    match route {
        Route::Profile => Page {
            area: Some(Area::Profile),
            module: Some("profile"),
            needs: None,
            sudo: false,
            title: Some(|_, words| words.profile().title().to_owned()),
            view: || Box::pin(profile::profile()),
            asks: asks!(profile::show_profile()),
        },
        Route::Picture => Page {
            area: Some(Area::Picture),
            module: Some("portrait"),
            needs: None,
            sudo: false,
            title: Some(|_, words| words.picture().title().to_owned()),
            view: || Box::pin(picture::portrait()),
            asks: asks!(picture::show_picture()),
        },
        Route::Security => Page {
            area: Some(Area::Security),
            module: Some("security"),
            needs: None,
            sudo: false,
            title: Some(|_, words| words.security().title().to_owned()),
            view: || Box::pin(security::security()),
            asks: None,
        },
        Route::Organizations => Page {
            area: Some(Area::Organizations),
            module: Some("organizations"),
            needs: None,
            sudo: false,
            title: Some(|_, words| words.organizations().title().to_owned()),
            view: || Box::pin(organizations::organizations()),
            asks: asks!(organization::list_organizations()),
        },
        Route::Sessions => Page {
            area: Some(Area::Sessions),
            module: Some("sessions"),
            needs: None,
            sudo: true,
            title: Some(|_, words| words.sessions().title().to_owned()),
            view: || Box::pin(sessions::sessions()),
            asks: asks!(session::list_sessions()),
        },
        _ => Page {
            area: Some(Area::Activity),
            module: Some("activity"),
            needs: None,
            sudo: false,
            title: Some(|_, words| words.activity().own_title().to_owned()),
            view: || Box::pin(activity::activity()),
            asks: asks!(activity::show_own_activity(query)),
        },
    }
}

/// The pages of one organization; the dashboard stands for itself.
fn page_of_organization(route: Route) -> Page {
    match route {
        Route::Activity(_) => Page {
            area: Some(Area::Activity),
            module: Some("activity"),
            needs: Some(Action::SeeActivity),
            sudo: false,
            title: Some(|org, words| format!("{} – {org}", words.activity().title())),
            view: || Box::pin(activity::activity()),
            asks: asks!(activity::show_activity(org; query)),
        },
        Route::Settings(_) => Page {
            area: Some(Area::Settings),
            module: Some("settings"),
            needs: Some(Action::SeeDetails),
            sudo: false,
            title: Some(|org, words| format!("{} – {org}", words.settings().title())),
            view: || Box::pin(settings::settings()),
            asks: asks!(settings::show_settings(org)),
        },
        Route::Logo(_) => Page {
            area: Some(Area::Picture),
            module: Some("logo"),
            needs: Some(Action::ChangeDetails),
            sudo: false,
            title: Some(|org, words| format!("{} – {org}", words.picture().logo_title())),
            view: || Box::pin(picture::logo()),
            asks: asks!(picture::show_logo(org)),
        },
        _ => Page {
            area: Some(Area::Dashboard),
            module: None,
            needs: Some(Action::SeeOrganization),
            sudo: false,
            title: Some(|org, words| words.dashboard().title(org)),
            view: || Box::pin(async { dashboard::dashboard as View }),
            asks: asks!(organization::show_dashboard(org)),
        },
    }
}

/// A page that is data: it brings its words with it.
fn of_sheet(needs: Action, asks: Option<Asks>) -> Page {
    Page {
        area: None,
        module: Some("sheet"),
        needs: Some(needs),
        sudo: false,
        title: None,
        view: || Box::pin(sheet()),
        asks,
    }
}

/// What an organization has bought.
fn page_of_products(route: Route) -> Page {
    let asks = match route {
        Route::ProductsOf(..) => asks!(products::list_products(org, kind; query)),
        Route::Product(..) => asks!(products::show_product(org, kind, product)),
        _ => asks!(products::list_kinds(org)),
    };
    of_sheet(Action::SeeProducts, asks)
}

/// Who belongs to an organization. Everybody sees themselves; the functions decide about others.
fn page_of_members(route: Route) -> Page {
    match route {
        Route::Users(_) => of_sheet(Action::SeeMembers, asks!(people::list_users(org; query))),
        Route::Suspend(..) => {
            of_sheet(Action::SeeMembers, asks!(people::show_suspension(org, user)))
        }
        Route::Remove(..) => {
            of_sheet(Action::SeeOrganization, asks!(people::show_removal(org, user)))
        }
        Route::Rights(..) => {
            of_sheet(Action::SeeAccess, asks!(member_rights::show_rights(org, user)))
        }
        Route::RightsAgain(..) => {
            of_sheet(Action::SeeAccess, asks!(member_rights::show_rights_again(org, user, draft)))
        }
        Route::RightsProducts(..) => of_sheet(
            Action::SeeAccess,
            asks!(member_rights::show_rights_products(org, user, draft)),
        ),
        Route::RightsSummary(..) => {
            of_sheet(Action::SeeAccess, asks!(member_rights::show_rights_summary(org, user, draft)))
        }
        _ => of_sheet(Action::SeeOrganization, asks!(people::show_user(org, user))),
    }
}

/// Whom somebody invites, and who was invited.
fn page_of_invitations(route: Route) -> Page {
    let asks = match route {
        Route::Invite(_) => asks!(inviting::show_invite(org)),
        Route::InviteAgain(..) => asks!(inviting::show_invite_again(org, draft)),
        Route::InviteRole(..) => asks!(inviting::show_invited_role(org, draft)),
        Route::InviteProducts(..) => asks!(inviting::show_invited_products(org, draft)),
        Route::InviteMessages(..) => asks!(inviting::show_invited_messages(org, draft)),
        Route::InviteSummary(..) => asks!(inviting::show_invite_summary(org, draft)),
        Route::Invitation(..) => asks!(invitations::show_invitation(org, invitation)),
        Route::InvitationChange(..) => asks!(inviting::show_invitation_change(org, invitation)),
        _ => asks!(invitations::list_invitations(org; query)),
    };
    of_sheet(Action::Invite(Role::Collaborator), asks)
}

/// Teams.
fn page_of_teams(route: Route) -> Page {
    let asks = match route {
        Route::Teams(_) => return of_sheet(Action::SeeMembers, asks!(teams::list_teams(org))),
        Route::Team(..) => {
            return of_sheet(Action::SeeMembers, asks!(teams::show_team(org, team; query)));
        }
        Route::EditTeam(..) => asks!(teams::show_team_edit(org, team)),
        Route::DissolveTeam(..) => asks!(teams::show_dissolution(org, team)),
        Route::TeamRights(..) => asks!(teams::show_team_rights(org, team)),
        Route::TeamRightsAgain(..) => asks!(teams::show_team_rights_again(org, team, draft)),
        Route::TeamRightsSummary(..) => asks!(teams::show_team_rights_summary(org, team, draft)),
        Route::TeamMembers(..) => asks!(teams::show_team_members(org, team)),
        Route::TeamMembersAgain(..) => asks!(teams::show_team_members_again(org, team, draft)),
        Route::TeamMembersSummary(..) => asks!(teams::show_team_members_summary(org, team, draft)),
        _ => asks!(teams::show_new_team(org)),
    };
    of_sheet(Action::ManageTeams, asks)
}

/// Rights that are asked for.
fn page_of_requests(route: Route) -> Page {
    match route {
        Route::Ask(..) => of_sheet(Action::AskForRight, asks!(requests::show_asking(org, wish))),
        Route::Request(..) => {
            of_sheet(Action::AnswerRequests, asks!(requests::show_request(org, request)))
        }
        _ => of_sheet(Action::AskForRight, asks!(requests::list_requests(org))),
    }
}

/// The steps of creating an organization.
fn page_of_plan(route: Route) -> Page {
    let page = Page {
        area: Some(Area::Settings),
        module: Some("plan"),
        needs: None,
        sudo: false,
        title: Some(|_, words| words.settings().create_title().to_owned()),
        view: || Box::pin(async { new_organization::plan().await[0] }),
        asks: None,
    };
    let asks = asks!(new_organization::show_plan(draft));
    match route {
        Route::Plan(_) => Page { asks, ..page },
        Route::PlanAddress(_) => {
            Page { view: || Box::pin(async { new_organization::plan().await[1] }), asks, ..page }
        }
        Route::PlanSummary(_) => {
            Page { view: || Box::pin(async { new_organization::plan().await[2] }), asks, ..page }
        }
        _ => page,
    }
}
