/// A field of an operation's answer, as it is declared.
struct Output: Sendable {
  let name: String
  /// Shape in letters; empty for an object.
  let shape: String
  /// When it is there: `always`, or the condition in words.
  let presence: String
  let holds: String

  init(_ name: String, _ shape: String, presence: String = "always", _ holds: String) {
    self.name = name
    self.shape = shape
    self.presence = presence
    self.holds = holds
  }
}
