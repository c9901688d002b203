import CProcessor

/// What this build is.
public enum BuildInformation {
  /// The version, as in CHANGELOG.md and openapi.yaml.
  public static let version = "0.1.0"
  /// The processors it is made for: `x86-64`, `x86-64-v3`, `x86-64-v4`, `arm64`.
  public static let processor = String(cString: focald_processor_level())
  /// The program in one line: `--help`, `GET /` and the image's label say it.
  public static let summary = "Losses, boxes, anchors and detections of object detectors over HTTP"
}
