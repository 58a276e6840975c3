use super::*;

fn gate(policy: Policy, factor: f64) -> Gate {
    Gate::new(policy, factor).unwrap()
}

fn somebody(last: u8) -> Who {
    Who::Address(IpAddr::from([203, 0, 113, last]))
}

#[test]
fn a_bucket_runs_empty_for_one_and_not_for_others() {
    let gate = gate(Policy::Filing, 0.1);
    let remaining: Vec<u32> = (0..3).map(|_| gate.charge(&somebody(1)).unwrap().remaining).collect();
    assert_eq!(remaining, [2, 1, 0]);
    let (standing, wait) = gate.charge(&somebody(1)).unwrap_err();
    assert_eq!((standing.remaining, standing.limit, standing.window_seconds), (0, 3, 3600));
    assert!(wait > Duration::from_secs(1100) && wait <= Duration::from_mins(20), "{wait:?}");
    assert!(standing.reset_seconds >= 1100);
    assert_eq!(gate.charge(&somebody(2)).unwrap().remaining, 2);
}

#[test]
fn looking_costs_nothing() {
    let gate = gate(Policy::Filing, 0.1);
    for _ in 0..10 {
        assert_eq!(gate.look(&somebody(1)).remaining, 3);
    }
    assert_eq!(gate.buckets.len(), 0, "and makes no bucket");
    gate.charge(&somebody(1)).unwrap();
    assert_eq!((gate.look(&somebody(1)).remaining, gate.look(&somebody(1)).remaining), (2, 2));
    gate.charge(&somebody(1)).unwrap();
    gate.charge(&somebody(1)).unwrap();
    assert_eq!(gate.look(&somebody(1)).remaining, 0);
}

#[test]
fn what_is_given_back_was_never_charged() {
    let gate = gate(Policy::Filing, 0.1);
    assert_eq!(gate.refund(&somebody(1)).remaining, 3, "nothing to give back");
    assert_eq!(gate.buckets.len(), 0);
    for _ in 0..10 {
        gate.charge(&somebody(1)).unwrap();
        assert_eq!(gate.refund(&somebody(1)).remaining, 3);
    }
    for _ in 0..3 {
        gate.charge(&somebody(1)).unwrap();
    }
    assert!(gate.charge(&somebody(1)).is_err());
    assert_eq!(gate.refund(&somebody(1)).remaining, 1);
    gate.charge(&somebody(1)).unwrap();
    assert!(gate.charge(&somebody(1)).is_err());
}

#[test]
fn full_buckets_are_forgotten() {
    // So large a factor that a bucket is full again after a few microseconds.
    let quick = gate(Policy::Account, 1e6);
    for last in 0..200 {
        quick.charge(&somebody(last)).unwrap();
    }
    std::thread::sleep(Duration::from_millis(20));
    quick.sweep();
    assert_eq!(quick.buckets.len(), 0);
    let slow = gate(Policy::Filing, 1.0);
    slow.charge(&somebody(1)).unwrap();
    slow.sweep();
    assert_eq!(slow.buckets.len(), 1);
}

#[test]
fn settings_are_read() {
    assert_eq!("off".parse(), Ok(Setting::Off));
    assert_eq!("2.5".parse(), Ok(Setting::Factor(2.5)));
    for bad in ["", "0", "-1", "inf", "nan", "on", "1e9"] {
        assert!(bad.parse::<Setting>().is_err(), "{bad}");
    }
    assert_eq!(scaled(120, 0.0001).get(), 1);
}

#[test]
fn names_are_the_same_whatever_their_case() {
    let limits = RateLimits::new(Setting::Off, Vec::new());
    assert_eq!(limits.named("Siti@example.id "), limits.named("siti@example.id"));
    assert_ne!(limits.named("a"), limits.named("b"));
}
