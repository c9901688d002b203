/// What a map's numbers are.
enum MapNumbers: Sendable {
  case float32
  case bfloat16

  /// Bytes of a number.
  var size: Int { self == .float32 ? 4 : 2 }
}
