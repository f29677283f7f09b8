//! Light or dark.

use crate::closed_list::closed_list;

closed_list! {
    /// The colours of the pages.
    #[derive(Default)]
    pub enum Theme: name {
        /// As the device is set.
        #[default]
        System = "system",
        /// Dark on light.
        Light = "light",
        /// Light on dark.
        Dark = "dark",
    }
}
