/// σ − y and its derivative by the input.
struct SignedError<L: Lanes> {
  let value: L
  let slope: L

  @inline(__always)
  init(_ x: L, target y: L, _ input: ClassificationInput) {
    switch input {
    case .logits:
      let p = Logistic(logit: x)
      // At the ends of [0, 1] one of the two products is 0, and the other keeps its digits.
      value = (1 - y) * p.probability - y * p.complement
      slope = p.probability * p.complement
    case .probabilities:
      value = x - y
      slope = .one
    }
  }
}
