import Dispatch

/// Frees what is large elsewhere: to give 64 MB back to the system takes some milliseconds, in which a network thread would
/// serve no one.
enum Disposal {
  private static let queue = DispatchQueue(label: "focald.disposal", qos: .utility)
  /// Freed on the spot: some tens of microseconds.
  private static let small = 1 << 20

  /// Lets a value of so many bytes go, a moment later if it is large: by then no one else has it.
  static func drop(_ value: some Sendable, size: Int) {
    guard size > small else { return }
    queue.asyncAfter(deadline: .now() + .milliseconds(10)) { withExtendedLifetime(value) {} }
  }
}
