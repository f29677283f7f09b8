//! Enums whose values have one stable name each, in the database, on the wire and in forms.

/// Declares a field-less enum together with `ALL`, its name, `parse` and serde by that same name.
///
/// The identifier after the colon names the accessor: `pub enum Currency: code { Chf = "CHF" }`.
macro_rules! closed_list {
    (
        $(#[$meta:meta])*
        pub enum $name:ident: $accessor:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $text:literal),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The stable name, as stored and sent.
            pub const fn $accessor(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// Reads the stable name, in its exact form only.
            pub fn parse(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use closed_list;

#[cfg(test)]
mod tests {
    closed_list! {
        /// A closed list for the tests below.
        pub enum Metal: symbol {
            Gold = "Au",
            Silver = "Ag",
        }
    }

    #[test]
    fn every_value_is_read_back_from_its_name() {
        for metal in Metal::ALL {
            assert_eq!(Metal::parse(metal.symbol()), Some(*metal));
        }
    }

    #[test]
    fn only_the_exact_name_is_read() {
        assert_eq!(["au", "Au ", "Gold", ""].map(Metal::parse), [None; 4]);
    }

    #[test]
    fn json_uses_the_stable_name() {
        let json = serde_json::to_string(Metal::ALL).expect("names are strings");
        assert_eq!(json, r#"["Au","Ag"]"#);
        assert_eq!(serde_json::from_str::<Vec<Metal>>(&json).expect("own output"), Metal::ALL);
    }
}
