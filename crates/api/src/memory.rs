//! How this program gets its memory from the system.

/// How many arenas the program's threads share. The GNU C library would make up to eight for each core, each of which
/// keeps what one thread has given back from all others; with two, threads wait for each other. On two cores an import of
/// 100,000 people took 210 MB with sixteen, 155 with four, and 140 with two, but a tenth longer then.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const ARENAS: libc::c_int = 4;

/// Shares memory among the program's threads. Before there are any.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn share_among_threads() {
    #[expect(unsafe_code, reason = "the C library has no other way to say so from within")]
    // SAFETY: mallopt(3) may be called by the only thread there is; it takes two numbers and keeps no pointer. What it
    // answers does not matter: at worst there are as many arenas as without.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, ARENAS);
    }
}

/// Other C libraries have no arenas.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn share_among_threads() {}
