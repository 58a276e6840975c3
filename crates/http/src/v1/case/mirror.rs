//! Closed lists of the domain as the API writes them.

/// Defines an enumeration of the API with the values of one of the domain, and the ways from one to the other. Both are exhaustive: a
/// new value of the domain does not compile until the API has decided how to show it.
macro_rules! mirrored {
    ($($(#[$($meta:tt)*])* $type:ident of $domain:ty {
        $($(#[$($doc:tt)*])* $variant:ident = $name:tt),+ $(,)?
    })+) => {$(
        $(#[$($meta)*])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        pub(crate) enum $type {
            $($(#[$($doc)*])* #[serde(rename = $name)] $variant,)+
        }

        impl From<$domain> for $type {
            fn from(value: $domain) -> Self {
                match value {
                    $(<$domain>::$variant => Self::$variant,)+
                }
            }
        }

        impl From<$type> for $domain {
            fn from(value: $type) -> Self {
                match value {
                    $($type::$variant => Self::$variant,)+
                }
            }
        }
    )+};
}

pub(in crate::v1) use mirrored;

/// Demands that the API writes and reads each value by the name that the domain gives it.
#[cfg(test)]
pub(in crate::v1) fn assert_same<D, T>(all: &[D], name: impl Fn(D) -> &'static str)
where
    D: Copy + PartialEq + std::fmt::Debug + From<T>,
    T: From<D> + serde::Serialize + serde::de::DeserializeOwned,
{
    for value in all {
        let shown = serde_json::to_value(T::from(*value)).unwrap();
        assert_eq!(shown, name(*value));
        let read: T = serde_json::from_value(shown).unwrap();
        assert_eq!(D::from(read), *value);
    }
}
