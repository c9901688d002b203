import RealModule

/// What σ means.
public enum SigmaConvention: String, Sendable, CaseIterable {
  /// exp(−IoU²/σ), as Bodla et al. and SOLOv2 write it.
  case paper
  /// exp(−IoU²/(2σ)), as tf.image.non_max_suppression_with_scores does it.
  case tensorflow
}
