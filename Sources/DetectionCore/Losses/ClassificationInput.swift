/// How a classification loss reads its first input.
public enum ClassificationInput: String, Sendable, CaseIterable {
  /// Real numbers before the activation.
  case logits
  /// Numbers in [0, 1] after it.
  case probabilities

  /// What such an input is.
  var role: InputRole {
    switch self {
    case .logits: .logits
    case .probabilities: .probabilities
    }
  }
}
