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
