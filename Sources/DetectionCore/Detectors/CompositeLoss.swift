/// The loss of a whole detector: a weighted sum of terms over a batch.
public struct CompositeLoss<S: Scalar>: Sendable {
  /// One term of the sum.
  public struct Term: Sendable {
    /// As a training log calls it.
    public let name: String
    /// Its value without its weight.
    public let unweighted: Double
    /// What it counts in the sum.
    public let weight: Double
    /// Its share of the loss.
    public var weighted: Double { weight == 0 ? 0 : unweighted * weight }

    /// A term.
    public init(_ name: String, _ unweighted: Double, weight: Double) {
      self.name = name
      self.unweighted = unweighted
      self.weight = weight
    }
  }

  /// The derivative of the loss by one output of the network.
  public struct InputGradient: Sendable {
    /// The input's name.
    public let input: String
    /// Of the input's shape.
    public let tensor: Tensor<S>

    /// A gradient by an input.
    public init(_ input: String, _ tensor: Tensor<S>) {
      self.input = input
      self.tensor = tensor
    }
  }

  /// The terms, in the order in which they are added.
  public let terms: [Term]
  /// Which anchors, cells or proposals were matched to which objects.
  public let matches: TargetMatches<S>
  /// The rows that were drawn, positives and background; `nil` if all count that are not ignored.
  public let samples: RowSample?
  /// One a network output; none if they were not asked for.
  public let gradients: [InputGradient]

  /// A loss of these terms.
  public init(
    terms: [Term], matches: TargetMatches<S>, samples: RowSample? = nil, gradients: [InputGradient]
  ) {
    self.terms = terms
    self.matches = matches
    self.samples = samples
    self.gradients = gradients
  }

  /// The sum of the weighted terms.
  public var loss: Double { terms.reduce(0) { $0 + $1.weighted } }

  /// The same loss, with other numbers for the rows of matches and samples.
  public func renumbered(_ number: (_ image: Int, _ row: Int) -> Int) -> CompositeLoss {
    var samples = samples
    samples?.renumber(number)
    return CompositeLoss(terms: terms, matches: matches.renumbered(number), samples: samples, gradients: gradients)
  }
}
