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
