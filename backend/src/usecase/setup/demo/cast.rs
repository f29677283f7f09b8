//! Who and what the demo data tells of. The names are made up.

use domain::{
    locale::Locale::{self, De, En, Es, Fr, It},
    rights::Role::{self, Administrator, Collaborator, External},
    sign_up::OrgKind::{self, Association, Company},
    team::TeamColour,
};

/// The password of everybody.
pub const PASSWORD: &str = "alpine meadow demo 42";

/// An organization with its legal representative.
pub struct Founded {
    pub name: &'static str,
    pub kind: OrgKind,
    pub locale: Locale,
    /// Street, postal code, place, country.
    pub address: [&'static str; 4],
    pub phone: &'static str,
    pub tax_number: Option<&'static str>,
    pub website: &'static str,
    pub founder: Someone,
}

/// A person.
pub struct Someone {
    pub email: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub locale: Locale,
}

/// Somebody who belongs to organizations that others founded.
pub struct Joined {
    pub who: Someone,
    /// What they are in these organizations, by name.
    pub in_organizations: &'static [(&'static str, Role)],
    /// Whether they have all rights about money.
    pub billing: bool,
    /// Products that they may change, by name.
    pub technical: &'static [&'static str],
    pub staff: bool,
}

/// A kind of product, and what it is called in the languages of [`Locale::ALL`].
pub struct Sold {
    pub kind: &'static str,
    pub names: [&'static str; 5],
}

/// What the provider sells.
pub const KINDS: [Sold; 4] = [
    Sold {
        kind: "domain",
        names: ["Domain names", "Noms de domaine", "Domainnamen", "Nomi di dominio", "Dominios"],
    },
    Sold {
        kind: "web-hosting",
        names: ["Web hosting", "Hébergement web", "Webhosting", "Hosting web", "Alojamiento web"],
    },
    Sold { kind: "mail", names: ["Mail", "Messagerie", "E-Mail", "Posta", "Correo"] },
    Sold {
        kind: "backup",
        names: ["Backup", "Sauvegarde", "Backup", "Backup", "Copia de seguridad"],
    },
];

/// What organizations have bought: the organization, the kind, the name.
pub const PRODUCTS: [[&str; 3]; 14] = [
    [HARBOUR, "domain", "harbour.example"],
    [HARBOUR, "domain", "harbour-press.example"],
    [HARBOUR, "domain", "quayside-books.example"],
    [HARBOUR, "web-hosting", "harbour.example"],
    [HARBOUR, "web-hosting", "quayside-books.example"],
    [HARBOUR, "mail", "harbour.example"],
    [HARBOUR, "backup", "Editorial archive"],
    [BRASSERIE, "domain", "brasserie.example"],
    [BRASSERIE, "web-hosting", "brasserie.example"],
    [BRASSERIE, "mail", "brasserie.example"],
    [VEGA, "domain", "vega.example"],
    [VEGA, "web-hosting", "vega.example"],
    ["Müller & Söhne GmbH", "mail", "mueller.example"],
    ["Officina Rossi", "domain", "rossi.example"],
];

/// A team of an organization.
pub struct Teamed {
    /// The name of the organization.
    pub owner: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// How it looks.
    pub colour: TeamColour,
    /// The kind of products that its members have every right on.
    pub kind: &'static str,
    /// The addresses of its members; the first one leads.
    pub members: &'static [&'static str],
}

/// The teams.
pub const TEAMS: [Teamed; 2] = [
    Teamed {
        owner: HARBOUR,
        name: "Editorial",
        colour: TeamColour::Violet,
        kind: "backup",
        members: &["bruno@harbour.example", "adam@harbour.example"],
    },
    Teamed {
        owner: VEGA,
        name: "Web",
        colour: TeamColour::Teal,
        kind: "web-hosting",
        members: &["lena@webmaster.example", "ines@vega.example"],
    },
];

const fn someone(
    email: &'static str,
    first_name: &'static str,
    last_name: &'static str,
    locale: Locale,
) -> Someone {
    Someone { email, first_name, last_name, locale }
}

const HARBOUR: &str = "Harbour Press Ltd";
const BRASSERIE: &str = "Brasserie du Lac";
const VEGA: &str = "Studio Vega";

/// The organizations.
pub const FOUNDED: [Founded; 6] = [
    Founded {
        name: HARBOUR,
        kind: Company,
        locale: En,
        address: ["12 Custom House Quay", "D01 Y2H7", "Dublin", "IE"],
        phone: "+353 1 555 0100",
        tax_number: None,
        website: "https://harbour.example",
        founder: someone("olivia@harbour.example", "Olivia", "Hart", En),
    },
    Founded {
        name: BRASSERIE,
        kind: Company,
        locale: Fr,
        address: ["Quai Perdonnet 4", "1800", "Vevey", "CH"],
        phone: "+41 21 555 01 00",
        tax_number: Some("CHE-116.281.710"),
        website: "https://brasserie.example",
        founder: someone("luc@brasserie.example", "Luc", "Favre", Fr),
    },
    Founded {
        name: "Müller & Söhne GmbH",
        kind: Company,
        locale: De,
        address: ["Gerberstraße 7", "70178", "Stuttgart", "DE"],
        phone: "+49 711 5550100",
        tax_number: Some("DE136695976"),
        website: "https://mueller.example",
        founder: someone("heike@mueller.example", "Heike", "Müller", De),
    },
    Founded {
        name: "Officina Rossi",
        kind: Company,
        locale: It,
        address: ["Via San Vitale 21", "40125", "Bologna", "IT"],
        phone: "+39 051 5550100",
        tax_number: None,
        website: "https://rossi.example",
        founder: someone("marta@rossi.example", "Marta", "Rossi", It),
    },
    Founded {
        name: VEGA,
        kind: Company,
        locale: Es,
        address: ["Calle de Ferraz 18", "28008", "Madrid", "ES"],
        phone: "+34 915 550 100",
        tax_number: None,
        website: "https://vega.example",
        founder: someone("ines@vega.example", "Inés", "Vega", Es),
    },
    Founded {
        name: "Ruderclub Seeblick",
        kind: Association,
        locale: De,
        address: ["Seestrasse 90", "8800", "Thalwil", "CH"],
        phone: "+41 44 555 01 00",
        tax_number: None,
        website: "https://seeblick.example",
        founder: someone("reto@seeblick.example", "Reto", "Ammann", De),
    },
];

/// Everybody else.
pub const JOINED: [Joined; 6] = [
    Joined {
        who: someone("adam@harbour.example", "Adam", "Byrne", En),
        in_organizations: &[(HARBOUR, Administrator)],
        billing: false,
        technical: &[],
        staff: false,
    },
    Joined {
        who: someone("bruno@harbour.example", "Bruno", "Keane", En),
        in_organizations: &[(HARBOUR, Collaborator)],
        billing: true,
        technical: &[],
        staff: false,
    },
    Joined {
        who: someone("carla@harbour.example", "Carla", "Nolan", En),
        in_organizations: &[(HARBOUR, Collaborator)],
        billing: false,
        technical: &["quayside-books.example"],
        staff: false,
    },
    Joined {
        who: someone("ext@partner.example", "Eddie", "Walsh", En),
        in_organizations: &[(HARBOUR, External)],
        billing: false,
        technical: &[],
        staff: false,
    },
    Joined {
        who: someone("lena@webmaster.example", "Lena", "Roth", De),
        in_organizations: &[
            (HARBOUR, Administrator),
            (BRASSERIE, Administrator),
            (VEGA, Administrator),
        ],
        billing: false,
        technical: &[],
        staff: false,
    },
    Joined {
        who: someone("staff@alpenhost.example", "Sonja", "Berger", De),
        in_organizations: &[],
        billing: false,
        technical: &[],
        staff: true,
    },
];

/// Whom the first organization invites.
pub const GUEST: &str = "dora@harbour.example";
