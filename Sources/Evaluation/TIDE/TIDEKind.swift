import DetectionCore

/// The kinds of errors, in the order in which tidecv lists them.
public enum TIDEKind: String, Sendable, CaseIterable {
  /// Well placed, wrong category.
  case classification = "Cls"
  /// Right category, badly placed.
  case localization = "Loc"
  /// Neither.
  case both = "Both"
  /// A second detection of a found object.
  case duplicate = "Dupe"
  /// Nothing is there.
  case background = "Bkg"
  /// An object that no error could be repaired to find.
  case missed = "Miss"
}
