import RealModule

/// The score of boxes that are merged.
public enum FusedScore: String, Sendable, CaseIterable {
  /// The mean of the cluster's scores.
  case average = "avg"
  /// The best of them.
  case maximum = "max"
  /// For several models: the mean weighted by model, times the share of the models that are in the cluster.
  case boxAndModelAverage = "box_and_model_avg"
  /// For several models: the mean over the cluster's boxes and the models that are absent from it.
  case absentModelAwareAverage = "absent_model_aware_avg"
}
