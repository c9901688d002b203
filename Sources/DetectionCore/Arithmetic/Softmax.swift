import RealModule

/// The softmax of one row of C logits, spaced `stride` apart, such that every −log p_c and every 1 − p_c has full
/// relative accuracy: what exceeds the largest logit's own term is kept as a sum of its own.
struct Softmax<S: Scalar> {
  let logits: UnsafePointer<S>
  let stride: Int
  let classes: Int
  /// The class of the largest logit.
  private let top: Int
  private let maximum: S
  /// Σ_{c ≠ top} exp(x_c − x_top).
  private let rest: S
  private let logNormalizer: S

  init(_ logits: UnsafePointer<S>, stride: Int, classes: Int) {
    self.logits = logits
    self.stride = stride
    self.classes = classes
    var top = 0
    for c in 1..<max(classes, 1) where logits[c * stride] > logits[top * stride] { top = c }
    let maximum = logits[top * stride]
    var rest: S = 0
    for c in 0..<classes where c != top { rest += S.exp(logits[c * stride] - maximum) }
    self.top = top
    self.maximum = maximum
    self.rest = rest
    logNormalizer = S.log(onePlus: rest)
  }

  /// p_c.
  func probability(_ c: Int) -> S { numerator(c) / (1 + rest) }

  /// 1 − p_c.
  func complement(_ c: Int) -> S { c == top ? rest / (1 + rest) : 1 - probability(c) }

  /// −log p_c ≥ 0.
  func negativeLog(_ c: Int) -> S { (maximum - logits[c * stride]) + logNormalizer }

  /// p_j / (1 − p_c) for j ≠ c: class j's share of what class c leaves; 0 where c leaves nothing.
  func share(of j: Int, besides c: Int) -> S {
    let others = c == top ? rest : 1 + rest - numerator(c)
    return others == 0 ? 0 : numerator(j) / others
  }

  private func numerator(_ c: Int) -> S { c == top ? 1 : S.exp(logits[c * stride] - maximum) }
}
