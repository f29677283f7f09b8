//! A picture with its size, so that nothing moves when it arrives.

use crate::wire::wire;

/// Where a picture is, and how large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    pub src: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

wire!(struct Image { src, width, height });
