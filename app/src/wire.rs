//! How pages and answers travel to the browser: as a flat list of texts, in the order of their
//! fields, which JSON carries.
//!
//! What serde derives for reading objects weighs more in the browser than the pages that they are
//! for; reading one text after the other weighs next to nothing.

use std::vec::IntoIter;

use domain::{id::PublicId, locale::Locale, money::Currency, theme::Theme};

/// The texts that are still to be read.
pub struct Texts(IntoIter<String>);

/// Something that travels so.
pub trait Wire: Sized {
    /// Writes its texts behind others.
    fn write(&self, texts: &mut Vec<String>);
    /// Reads what [`Wire::write`] wrote; `None` if it is something else.
    fn read(texts: &mut Texts) -> Option<Self>;
}

/// The texts of a value.
pub fn texts(value: &impl Wire) -> Vec<String> {
    let mut texts = Vec::new();
    value.write(&mut texts);
    texts
}

/// Reads what [`texts`] gave; `None` if it is something else.
pub fn of_texts<T: Wire>(texts: Vec<String>) -> Option<T> {
    T::read(&mut Texts(texts.into_iter()))
}

impl Texts {
    /// The next text.
    pub fn next(&mut self) -> Option<String> {
        self.0.next()
    }
}

impl Wire for String {
    fn write(&self, texts: &mut Vec<String>) {
        texts.push(self.clone());
    }

    fn read(texts: &mut Texts) -> Option<Self> {
        texts.next()
    }
}

/// What is written and read as one text already.
macro_rules! as_text {
    ($($name:ty: $write:expr, $read:expr;)+) => {
        $(
            impl Wire for $name {
                fn write(&self, texts: &mut Vec<String>) {
                    let write: fn(&Self) -> String = $write;
                    texts.push(write(self));
                }

                fn read(texts: &mut Texts) -> Option<Self> {
                    let read: fn(&str) -> Option<Self> = $read;
                    read(&texts.next()?)
                }
            }
        )+
    };
}

as_text! {
    Locale: |it| it.tag().to_owned(), Locale::parse;
    Theme: |it| it.name().to_owned(), Theme::parse;
    Currency: |it| it.code().to_owned(), Currency::parse;
    PublicId: ToString::to_string, |it| it.parse().ok();
}

impl Wire for u32 {
    fn write(&self, texts: &mut Vec<String>) {
        texts.push(self.to_string());
    }

    fn read(texts: &mut Texts) -> Option<Self> {
        texts.next()?.parse().ok()
    }
}

impl Wire for bool {
    fn write(&self, texts: &mut Vec<String>) {
        u32::from(*self).write(texts);
    }

    fn read(texts: &mut Texts) -> Option<Self> {
        Some(u32::read(texts)? == 1)
    }
}

impl<T: Wire> Wire for Option<T> {
    fn write(&self, texts: &mut Vec<String>) {
        self.is_some().write(texts);
        if let Some(value) = self {
            value.write(texts);
        }
    }

    fn read(texts: &mut Texts) -> Option<Self> {
        if bool::read(texts)? { T::read(texts).map(Some) } else { Some(None) }
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn write(&self, texts: &mut Vec<String>) {
        u32::try_from(self.len()).unwrap_or(u32::MAX).write(texts);
        for it in self {
            it.write(texts);
        }
    }

    fn read(texts: &mut Texts) -> Option<Self> {
        (0..u32::read(texts)?).map(|_| T::read(texts)).collect()
    }
}

impl<T: Wire> Wire for Box<T> {
    fn write(&self, texts: &mut Vec<String>) {
        (**self).write(texts);
    }

    fn read(texts: &mut Texts) -> Option<Self> {
        T::read(texts).map(Self::new)
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn write(&self, texts: &mut Vec<String>) {
        self.0.write(texts);
        self.1.write(texts);
    }

    fn read(texts: &mut Texts) -> Option<Self> {
        Some((A::read(texts)?, B::read(texts)?))
    }
}

/// Makes types travel, field by field. A field or a variant that is left out does not compile.
macro_rules! wire {
    (struct $name:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::wire::Wire for $name {
            fn write(&self, texts: &mut Vec<String>) {
                let Self { $($field),+ } = self;
                $($crate::wire::Wire::write($field, texts);)+
            }

            fn read(texts: &mut $crate::wire::Texts) -> Option<Self> {
                Some(Self { $($field: $crate::wire::Wire::read(texts)?),+ })
            }
        }
    };
    (enum $name:ident { $($variant:ident $({ $($field:ident),+ $(,)? })?),+ $(,)? }) => {
        impl $crate::wire::Wire for $name {
            fn write(&self, texts: &mut Vec<String>) {
                match self {
                    $(Self::$variant $({ $($field),+ })? => {
                        texts.push(stringify!($variant).to_owned());
                        $($($crate::wire::Wire::write($field, texts);)+)?
                    })+
                }
            }

            fn read(texts: &mut $crate::wire::Texts) -> Option<Self> {
                match texts.next()?.as_str() {
                    $(stringify!($variant) => Some(Self::$variant $({
                        $($field: $crate::wire::Wire::read(texts)?),+
                    })?),)+
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use wire;

/// Lets a type stand in JSON as the list of its texts.
macro_rules! travels {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::wire::texts(self).serialize(serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let texts = <Vec<String>>::deserialize(deserializer)?;
                let value = $crate::wire::of_texts(texts);
                value.ok_or_else(|| serde::de::Error::custom(stringify!($name)))
            }
        }
    };
}
pub(crate) use travels;
