/// How the class numbers of a row become scores.
public enum ScoreActivation: String, Sendable, CaseIterable {
  /// They are scores.
  case none
  /// σ of each.
  case sigmoid
  /// The softmax of all of them.
  case softmax

  /// A score by itself; of a softmax no number has one.
  @inline(__always)
  func score<S: Scalar>(_ number: S) -> S { self == .sigmoid ? DetectionCore.sigmoid(number) : number }

  /// A number such that no other at or below it has a score above the threshold; for a softmax, a difference from any
  /// other class's. A little low for logits, so that rounding decides nothing here.
  func floor<S: Scalar>(of threshold: S) -> S {
    guard self != .none else { return threshold }
    guard threshold > 0 else { return -.infinity }
    let exact = logit(threshold)
    return exact - abs(exact) / 1024 - S.ulpOfOne * 1024
  }
}
