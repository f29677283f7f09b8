//! Pictures that people send: what is accepted, what is kept of it, and how large.

use serde::{Deserialize, Serialize};

/// The most bytes of a file.
pub const MAX_FILE_BYTES: usize = 2 * 1024 * 1024;

/// The most pixels of a side of a picture that is sent.
pub const MAX_SIDE: u32 = 4096;

/// The formats, as a file chooser wants them.
pub const MEDIA_TYPES: &str = "image/png,image/jpeg,image/webp";

/// Why a file was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum PictureProblem {
    /// No file was chosen.
    #[error("no file")]
    Missing,
    /// The file has too many bytes.
    #[error("more than {MAX_FILE_BYTES} bytes")]
    FileTooLarge,
    /// The file is not one of the formats, whatever its name says.
    #[error("not a PNG, JPEG or WebP file")]
    NotAPicture,
    /// The file begins as one of the formats and breaks off or contradicts itself.
    #[error("a damaged picture")]
    Damaged,
    /// The picture has too many pixels.
    #[error("more than {MAX_SIDE} pixels at a side, or too many in all")]
    TooManyPixels,
}

/// A width and a height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

impl Size {
    /// The room for the logo of an organization.
    pub const LOGO: Self = Self { width: 270, height: 70 };
    /// The room for the picture of a person.
    pub const PERSON: Self = Self { width: 256, height: 256 };

    /// This size made small enough for `room`, with its proportions; never larger than it is, never
    /// less than one pixel.
    #[must_use]
    pub fn within(self, room: Self) -> Self {
        let scaled = |part: u32, of: u32, to: u32| {
            let exact = u64::from(part) * u64::from(to) / u64::from(of.max(1));
            u32::try_from(exact).unwrap_or(u32::MAX).max(1)
        };
        if self.width <= room.width && self.height <= room.height {
            return self;
        }
        let by_width = scaled(self.height, self.width, room.width);
        if by_width <= room.height {
            Self { width: room.width, height: by_width }
        } else {
            let width = scaled(self.width, self.height, room.height).min(room.width);
            Self { width, height: room.height }
        }
    }

    /// The two sides exchanged.
    #[must_use]
    pub const fn turned(self) -> Self {
        Self { width: self.height, height: self.width }
    }
}

/// How much of a picture is cut off at each side, in percent of its width or height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cut {
    left: u8,
    top: u8,
    right: u8,
    bottom: u8,
}

/// A part of a picture, in pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Where it begins.
    pub left: u32,
    /// Where it begins.
    pub top: u32,
    /// How much of the picture it is.
    pub size: Size,
}

impl Cut {
    /// Cuts so much off at the left, the top, the right and the bottom. `None` if less than one
    /// percent of a side would stay.
    pub fn new([left, top, right, bottom]: [u8; 4]) -> Option<Self> {
        let stays = |first: u8, second: u8| u16::from(first) + u16::from(second) < 100;
        (stays(left, right) && stays(top, bottom)).then_some(Self { left, top, right, bottom })
    }

    /// Left, top, right, bottom.
    pub const fn sides(self) -> [u8; 4] {
        [self.left, self.top, self.right, self.bottom]
    }

    /// What stays of a picture of this size: at least one pixel.
    pub fn of(self, picture: Size) -> Part {
        let along = |length: u32, before: u8, after: u8| {
            let share = |percent: u8| u64::from(length) * u64::from(percent) / 100;
            let begin = u32::try_from(share(before)).unwrap_or(0).min(length.saturating_sub(1));
            let end = length - u32::try_from(share(after)).unwrap_or(0);
            (begin, end.max(begin + 1) - begin)
        };
        let (left, width) = along(picture.width, self.left, self.right);
        let (top, height) = along(picture.height, self.top, self.bottom);
        Part { left, top, size: Size { width, height } }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn size(width: u32, height: u32) -> Size {
        Size { width, height }
    }

    #[test]
    fn a_picture_is_made_to_fit_and_never_enlarged() {
        for (picture, expected) in [
            (size(270, 70), size(270, 70)),
            (size(10, 10), size(10, 10)),
            (size(540, 140), size(270, 70)),
            (size(1000, 1000), size(70, 70)),
            (size(4096, 1), size(270, 1)),
            (size(1, 4096), size(1, 70)),
        ] {
            assert_eq!(picture.within(Size::LOGO), expected, "{picture:?}");
        }
    }

    #[test]
    fn a_cut_leaves_something() {
        assert_eq!(Cut::new([50, 0, 50, 0]), None);
        assert_eq!(Cut::new([0, 255, 0, 255]), None);
        let cut = Cut::new([10, 0, 40, 99]).expect("something stays");
        let part = cut.of(size(200, 100));
        assert_eq!(part, Part { left: 20, top: 0, size: size(100, 1) });
    }

    proptest! {
        #[test]
        fn what_stays_lies_within_the_picture(
            sides: [u8; 4], width in 1_u32..5000, height in 1_u32..5000,
        ) {
            let Some(cut) = Cut::new(sides) else { return Ok(()) };
            let part = cut.of(size(width, height));
            prop_assert!(part.size.width >= 1 && part.left + part.size.width <= width);
            prop_assert!(part.size.height >= 1 && part.top + part.size.height <= height);
        }

        #[test]
        fn what_fits_is_within_the_room(width in 1_u32..5000, height in 1_u32..5000) {
            for room in [Size::LOGO, Size::PERSON] {
                let fitted = size(width, height).within(room);
                prop_assert!(fitted.width >= 1 && fitted.width <= room.width);
                prop_assert!(fitted.height >= 1 && fitted.height <= room.height);
            }
        }
    }
}
