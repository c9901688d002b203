/// Normalisation over groups of channels: Wu and He 2018.
struct GroupNorm: Sendable {
  let groups: Int
  let epsilon: Double
  /// One a channel, in whole blocks.
  let scale: AlignedMemory
  let shift: AlignedMemory
}
