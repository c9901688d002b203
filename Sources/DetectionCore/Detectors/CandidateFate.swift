/// Where each candidate is on its way; kept only where somebody wants to know.
enum CandidateFate: UInt8, BitwiseCopyable, Sendable {
  case belowThreshold
  case belowTopK
  case selected
  /// No candidate: a background class.
  case none
}
