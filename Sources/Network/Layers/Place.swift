/// Where a step reads or writes.
enum Place: Sendable, Equatable {
  /// The picture, three planes.
  case picture
  /// A map, by its number, in memory that maps share.
  case map(Int)
  /// The heads' numbers, from one on.
  case logits(Int)
  case deltas(Int)
}

/// What a map's numbers are.
enum MapNumbers: Sendable {
  case float32
  case bfloat16

  /// Bytes of a number.
  var size: Int { self == .float32 ? 4 : 2 }
}

/// A map of a network: channels in whole blocks, (C/b, H, W, b).
struct FeatureMap: Sendable {
  let place: Place
  /// In whole blocks.
  let channels: Int
  let height: Int
  let width: Int
  var numbers = MapNumbers.float32

  /// Numbers of the map.
  func count() throws(NetworkError) -> Int { try counted(channels, height, width, as: "a map") }
}

/// Rows and columns of a level.
package struct LevelSize: Sendable, Equatable {
  package let height: Int
  package let width: Int
}
