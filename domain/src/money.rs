//! Money: whole minor units of one currency, never a fraction.

#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic)]

use serde::{Deserialize, Serialize};

use crate::{closed_list::closed_list, country::Country};

closed_list! {
    /// A currency that Atrio sells in, named by its ISO 4217 code. Both have two decimals.
    pub enum Currency: code {
        /// Swiss franc.
        Chf = "CHF",
        /// Euro.
        Eur = "EUR",
    }
}

impl Currency {
    /// The currency for customers of a country: francs where the franc is the legal tender, euros
    /// everywhere else.
    pub fn for_country(country: Country) -> Self {
        match country.code() {
            "CH" | "LI" => Self::Chf,
            _ => Self::Eur,
        }
    }
}

/// Why an amount cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum MoneyError {
    /// The result is beyond all amounts.
    #[error("amount is out of range")]
    Overflow,
    /// The amounts are of different currencies.
    #[error("currencies differ")]
    CurrencyMismatch,
}

/// An amount of money, negative for a debt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// An amount in minor units: cents, centimes.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// The amount in minor units.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The sum of two amounts of one currency.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_add)
    }

    /// The difference of two amounts of one currency.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_sub)
    }

    /// The amount taken several times.
    pub fn checked_mul(self, times: i64) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_mul(times).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    fn combine(
        self,
        other: Self,
        compute: fn(i64, i64) -> Option<i64>,
    ) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrencyMismatch);
        }
        let minor = compute(self.minor, other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }
}

/// A share in hundredths of a percent, between nothing and the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct BasisPoints(u16);

impl BasisPoints {
    /// The whole.
    pub const WHOLE: Self = Self(10_000);

    /// The bare number, at most 10 000.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// This share of an amount, rounded down to a minor unit (towards the smaller number, also for
    /// a debt).
    pub fn of(self, amount: Money) -> Money {
        // The product of 64 bits and 14 bits fits into 128.
        let product = i128::from(amount.minor).saturating_mul(self.0.into());
        let share = product.div_euclid(i128::from(Self::WHOLE.0));
        #[expect(clippy::expect_used, reason = "a share is at most the whole, which is an i64")]
        let minor = i64::try_from(share).expect("at most the amount");
        Money { minor, ..amount }
    }
}

/// A share beyond the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a share is at most 10000 basis points")]
pub struct ShareTooLarge;

impl TryFrom<u16> for BasisPoints {
    type Error = ShareTooLarge;

    fn try_from(points: u16) -> Result<Self, Self::Error> {
        if points <= Self::WHOLE.0 { Ok(Self(points)) } else { Err(ShareTooLarge) }
    }
}

impl From<BasisPoints> for u16 {
    fn from(points: BasisPoints) -> Self {
        points.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;
    use Currency::{Chf, Eur};

    fn any_money() -> impl Strategy<Value = Money> {
        (any::<i64>(), select(Currency::ALL)).prop_map(|(minor, it)| Money::new(minor, it))
    }

    fn any_share() -> impl Strategy<Value = BasisPoints> {
        (0..=10_000_u16).prop_map(|it| it.try_into().expect("in range"))
    }

    #[test]
    fn franc_countries_pay_in_francs_and_all_others_in_euros() {
        let of = |code| Country::parse(code).map(Currency::for_country);
        assert_eq!(["CH", "LI", "DE", "US"].map(of), [Chf, Chf, Eur, Eur].map(Some));
    }

    #[test]
    fn francs_and_euros_are_never_added() {
        let result = Money::new(1, Chf).checked_add(Money::new(1, Eur));
        assert_eq!(result, Err(MoneyError::CurrencyMismatch));
        let result = Money::new(1, Chf).checked_sub(Money::new(1, Eur));
        assert_eq!(result, Err(MoneyError::CurrencyMismatch));
    }

    #[test]
    fn an_amount_beyond_the_range_is_an_error_and_never_wraps() {
        let most = Money::new(i64::MAX, Eur);
        assert_eq!(most.checked_add(Money::new(1, Eur)), Err(MoneyError::Overflow));
        assert_eq!(most.checked_mul(2), Err(MoneyError::Overflow));
        let least = Money::new(i64::MIN, Eur);
        assert_eq!(least.checked_sub(Money::new(1, Eur)), Err(MoneyError::Overflow));
    }

    #[test]
    fn a_share_is_rounded_down() {
        let share = BasisPoints::try_from(3_333).expect("in range");
        assert_eq!(share.of(Money::new(100, Eur)), Money::new(33, Eur));
        assert_eq!(share.of(Money::new(-100, Eur)), Money::new(-34, Eur));
        assert_eq!(share.of(Money::new(2, Eur)), Money::new(0, Eur));
    }

    #[test]
    fn a_share_beyond_the_whole_does_not_exist() {
        assert_eq!(BasisPoints::try_from(10_001), Err(ShareTooLarge));
        assert!(serde_json::from_str::<BasisPoints>("10001").is_err());
    }

    proptest! {
        #[test]
        fn taking_away_what_was_added_gives_the_amount_back(a in any_money(), b in any_money()) {
            if let Ok(sum) = a.checked_add(b) {
                prop_assert_eq!(sum.checked_sub(b), Ok(a));
            }
        }

        #[test]
        fn multiplying_is_adding_again_and_again(minor in -1_000_i64..1_000, times in 0_u8..20) {
            let one = Money::new(minor, Eur);
            let sum = (0..times).try_fold(Money::new(0, Eur), |sum, _| sum.checked_add(one));
            prop_assert_eq!(one.checked_mul(times.into()), sum);
        }

        #[test]
        fn a_share_lies_between_nothing_and_the_whole(share in any_share(), amount in any_money()) {
            let part = share.of(amount);
            prop_assert_eq!(part.currency(), amount.currency());
            prop_assert!(part.minor() >= amount.minor().min(0));
            prop_assert!(part.minor() <= amount.minor().max(0));
            prop_assert_eq!(BasisPoints::WHOLE.of(amount), amount);
        }

        #[test]
        fn a_larger_share_is_never_less(
            a in any_share(), b in any_share(), minor in 0..i64::MAX,
        ) {
            let amount = Money::new(minor, Eur);
            let (small, large) = (a.min(b), a.max(b));
            prop_assert!(small.of(amount).minor() <= large.of(amount).minor());
        }

        #[test]
        fn money_survives_its_json(amount in any_money()) {
            let json = serde_json::to_string(&amount).expect("plain data");
            prop_assert_eq!(serde_json::from_str::<Money>(&json).expect("own output"), amount);
        }
    }
}
