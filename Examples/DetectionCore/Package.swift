// swift-tools-version: 6.2
import PackageDescription

// A program of one's own on focald's mathematics alone: no HTTP, no JSON, no Foundation.
let package = Package(
  name: "core-example",
  dependencies: [.package(name: "focald", path: "../..")],
  targets: [
    .executableTarget(
      name: "core-example", dependencies: [.product(name: "DetectionCore", package: "focald")])
  ]
)
