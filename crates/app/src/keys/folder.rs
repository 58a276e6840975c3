//! The folder of the keys: `seal-KID.key`, `reporter-KID.key` (`reporter.key` for the first) and `sign-KID.key`, 32 bytes each, and
//! `active`, which names the generation that is used for what is new, and since when.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, SecondsFormat, Utc};
use padi_kernel::entropy::Entropy;

use super::{Generation, KeyError, Kid, Ring};

/// Where retired keys lie: a backup of the database may still need them.
const RETIRED: &str = "retired";
const ACTIVE: &str = "active";

/// Which generation is active, and since when; the first one is from the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Active {
    pub(super) kid: Kid,
    pub(super) since: Option<DateTime<Utc>>,
}

/// The names of a generation's three files: sealing, reporter, signing.
fn names(kid: Kid) -> [String; 3] {
    let reporter = if kid == Kid::FIRST { "reporter.key".to_owned() } else { format!("reporter-{kid}.key") };
    [format!("seal-{kid}.key"), reporter, format!("sign-{kid}.key")]
}

/// The kid in the name of a sealing key's file.
fn kid_of(name: &str) -> Option<Kid> {
    name.strip_prefix("seal-")?.strip_suffix(".key")?.parse().ok()
}

fn io_error(path: &Path) -> impl Fn(io::Error) -> KeyError {
    move |error| KeyError::Io(path.to_owned(), error)
}

/// The generations whose files lie in a folder; none if there is no such folder.
fn kids_in(folder: &Path) -> Result<Vec<Kid>, KeyError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(io_error(folder))?,
    };
    let mut kids = Vec::new();
    for entry in entries {
        let name = entry.map_err(io_error(folder))?.file_name();
        kids.extend(name.to_str().and_then(kid_of));
    }
    Ok(kids)
}

/// Makes the first generation where there is none.
pub(super) fn make_first(folder: &Path, entropy: &dyn Entropy) -> Result<(), KeyError> {
    make_folder(folder)?;
    if kids_in(folder)?.is_empty() { make(folder, Kid::FIRST, entropy) } else { Ok(()) }
}

/// Reads all generations.
pub(super) fn read(folder: &Path) -> Result<Ring, KeyError> {
    let mut generations = BTreeMap::new();
    for kid in kids_in(folder)? {
        let [sealing, reporter, signing_seed] = names(kid).map(|name| read_key(&folder.join(name)));
        generations.insert(kid, Generation { sealing: sealing?, reporter: reporter?, signing_seed: signing_seed? });
    }
    let active = read_active(folder)?.kid;
    if !generations.contains_key(&active) {
        return Err(KeyError::NotAKey(folder.join(format!("seal-{active}.key"))));
    }
    Ok(Ring { generations, active })
}

/// Reads which generation is active.
pub(super) fn read_active(folder: &Path) -> Result<Active, KeyError> {
    let path = folder.join(ACTIVE);
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Active { kid: Kid::FIRST, since: None }),
        text => text.map_err(io_error(&path))?,
    };
    let not_a_key = || KeyError::NotAKey(path.clone());
    let (kid, since) = text.trim().split_once(' ').ok_or_else(not_a_key)?;
    let since = DateTime::parse_from_rfc3339(since).map_err(|_| not_a_key())?;
    Ok(Active { kid: kid.parse()?, since: Some(since.into()) })
}

/// Makes one more generation: its id is the next after all that ever were.
pub(super) fn add(folder: &Path, entropy: &dyn Entropy) -> Result<Kid, KeyError> {
    let known = kids_in(folder)?.into_iter().chain(kids_in(&folder.join(RETIRED))?);
    let number = |kid: Kid| kid.to_string().parse::<u32>().unwrap_or_default();
    let next: Kid = format!("{:04}", known.map(number).max().unwrap_or_default() + 1).parse()?;
    make(folder, next, entropy)?;
    Ok(next)
}

/// Names the generation that is used for what is new. The name changes whole or not at all.
pub(super) fn activate(folder: &Path, kid: Kid, now: DateTime<Utc>) -> Result<(), KeyError> {
    let (path, draft) = (folder.join(ACTIVE), folder.join("active.new"));
    match fs::remove_file(&draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(KeyError::Io(draft, error)),
        _ => {}
    }
    let text = format!("{kid} {}\n", now.to_rfc3339_opts(SecondsFormat::Millis, true));
    write_private(&draft, text.as_bytes()).map_err(io_error(&draft))?;
    fs::rename(&draft, &path).map_err(io_error(&path))
}

/// When the last of a generation's files was made.
pub(super) fn made_at(folder: &Path, kid: Kid) -> Result<DateTime<Utc>, KeyError> {
    let path = folder.join(format!("seal-{kid}.key"));
    let made = fs::metadata(&path).and_then(|file| file.modified()).map_err(io_error(&path))?;
    Ok(made.into())
}

/// Puts a generation away. Its sealing key goes first: without it nobody takes the others for a generation.
pub(super) fn retire(folder: &Path, kid: Kid) -> Result<(), KeyError> {
    let away = folder.join(RETIRED);
    make_folder(&away)?;
    for name in names(kid) {
        let path = folder.join(&name);
        match fs::rename(&path, away.join(&name)) {
            // An earlier call got that far.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            moved => moved.map_err(io_error(&path))?,
        }
    }
    Ok(())
}

/// Makes the files of a generation. The sealing key comes last: whoever finds it finds the others.
fn make(folder: &Path, kid: Kid, entropy: &dyn Entropy) -> Result<(), KeyError> {
    let [sealing, reporter, signing] = names(kid);
    for name in [reporter, signing, sealing] {
        make_key(&folder.join(name), entropy)?;
    }
    Ok(())
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(io_error(folder))
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> Result<(), KeyError> {
    fs::create_dir_all(folder).map_err(io_error(folder))
}

/// Makes a key file: whoever comes first does, and all others read it, so that processes may start together.
fn make_key(path: &Path, entropy: &dyn Entropy) -> Result<(), KeyError> {
    if path.exists() {
        return Ok(());
    }
    let mut key = [0_u8; 32];
    entropy.fill(&mut key);
    let mut tag = [0_u8; 4];
    entropy.fill(&mut tag);
    let draft = path.with_extension(format!("{:08x}", u32::from_le_bytes(tag)));
    write_private(&draft, &key).map_err(io_error(path))?;
    // A hard link fails where the name exists: the first key wins, whole.
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft).map_err(io_error(path))?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(io_error(path)(error)),
        _ => Ok(()),
    }
}

fn read_key(path: &Path) -> Result<[u8; 32], KeyError> {
    let bytes = fs::read(path).map_err(io_error(path))?;
    bytes.try_into().map_err(|_| KeyError::NotAKey(PathBuf::from(path)))
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use io::Write as _;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
