#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How readily the calling thread leaves its processor to others, from 0 (as others do) to ``most``.
///
/// What the system calls a process (PRIO_PROCESS, 0) is a thread on Linux, and 0 the caller's own. Elsewhere nothing happens.
package enum Niceness {
  /// 1.5 % of a processor that others want wholly: work slows down beside a flood of other work, and does not stop.
  package static var most: Int32 { 19 }

  #if os(Linux)
    /// The calling thread's.
    package static var own: Int32 { getpriority(0, 0) }

    /// For as long as the calling thread lives: to be less nice again takes a privilege.
    package static func become(_ niceness: Int32) {
      _ = setpriority(0, 0, niceness)
    }
  #else
    /// The calling thread's.
    package static var own: Int32 { 0 }

    /// For as long as the calling thread lives.
    package static func become(_ niceness: Int32) {}
  #endif
}
