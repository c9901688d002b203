// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "focald",
  products: [
    .executable(name: "focald", targets: ["focald"]),
    .library(name: "DetectionCore", targets: ["DetectionCore"]),
  ],
  dependencies: [
    // exp, log, pow, atan2 … generic over Float and Double. Header-like: +1 s of build, no binary weight of its own.
    .package(url: "https://github.com/apple/swift-numerics.git", from: "1.1.1"),
    // The command line. +12 s of a cold debug build, +1.5 MB of binary.
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    // The logging façade every Swift server speaks. +2 s of build, +0.2 MB.
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
    // Deque, for the queues before the workers. DequeModule alone: +6 s of a cold debug build, +0.1 MB of binary.
    .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
  ],
  targets: [
    // C floor: what Swift cannot call by itself, and nothing more.
    .systemLibrary(
      name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    // Comes with libmicrohttpd, which speaks TLS by it: hashes and random bits for keys, certificates.
    .systemLibrary(name: "CGnuTLS", pkgConfig: "gnutls", providers: [.apt(["libgnutls28-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    // Shared libraries that every Debian has: zlib (gzip, deflate) of 121 kB, zstd of 761 kB. The program itself grows
    // by 27 kB, a cold build by 2 s.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    // Large blocks of memory that are no longer in use, for the next: their pages are there. 2 kB of program.
    .target(name: "CKeptMemory"),
    .target(name: "CSimdJSON", dependencies: ["CKeptMemory"], linkerSettings: [.linkedLibrary("simdjson")]),
    // Judges every byte before libmicrohttpd reads it: it defines `recv`. 12 kB of program, 1 s of build.
    .target(name: "CHeadGate"),
    // Which processors the build is made for: a plain one starts a better one that lies beside it, and one that this
    // processor cannot run says so, where it would die of an illegal instruction. 3 kB of program.
    .target(name: "CProcessor"),
    // Convolutions by oneDNN: 40 MB of shared library in the image, and OpenMP's 0.3 MB with it.
    .target(name: "COneDNN", linkerSettings: [.linkedLibrary("dnnl")]),
    // Debian's shared libraries: libjpeg-turbo of 600 kB, libspng of 72 kB, libwebp of 453 kB; they load nothing that was
    // not loaded before. The shim is 10 kB of program and 1 s of build.
    .target(
      name: "CPictures",
      linkerSettings: [.linkedLibrary("jpeg"), .linkedLibrary("spng"), .linkedLibrary("webp")]),
    // Keeps the process alive where a mapped file is cut off: a handler of a signal, which Swift cannot be.
    .target(name: "CFileMap"),
    // openapi.yaml as bytes in the program, so that one file is the whole service.
    .target(name: "CDocuments"),
    // What a browser gets, and docs/, as bytes: 0.4 MB of program.
    .target(name: "CPages"),

    // How readily threads leave their processor to others: for the mathematics' helpers and the server's workers.
    .target(name: "Threads"),

    // The mathematics: no JSON, no HTTP, no Foundation.
    .target(
      name: "DetectionCore",
      dependencies: ["CKeptMemory", "Threads", .product(name: "RealModule", package: "swift-numerics")]),

    // What detections are worth, over the same floor: columns in, arrays out.
    .target(name: "Evaluation", dependencies: ["DetectionCore"]),

    // JPEG, PNG and WebP files to pixels, and pixels to a network's input. No HTTP, no JSON.
    .target(name: "Pictures", dependencies: ["CPictures", "DetectionCore"]),

    // Plain values of HTTP: the whole API is tested with them, without a socket.
    .target(name: "HTTPMessages", dependencies: ["CKeptMemory"]),
    // Who may come in, and how much: keys, quotas, proxies.
    .target(name: "Access", dependencies: ["CGnuTLS", "HTTPMessages"]),
    // Pages for people: the files of Assets, and documents made into HTML.
    .target(name: "Pages", dependencies: ["CPages"], exclude: ["Assets"]),
    // Content codings of bodies, both ways.
    .target(name: "Compression", dependencies: ["CZlib", "CZstd", "HTTPMessages"]),
    // Forms: finds the parts of multipart/form-data in a body, and nothing else.
    .target(name: "Multipart"),
    .target(
      name: "HTTPServer",
      dependencies: [
        "CGnuTLS", "CHeadGate", "CKeptMemory", "CMicroHTTPD", "HTTPMessages", "Threads",
        .product(name: "DequeModule", package: "swift-collections"),
      ]),

    // JSON texts: values, records as columns, writer, and what is wrong with a text. The only Swift module that sees
    // CSimdJSON.
    .target(name: "JSON", dependencies: ["CKeptMemory", "CSimdJSON", "DetectionCore", "Evaluation", "HTTPMessages"]),

    // Files of this machine in memory, and what the headers of tensor files say.
    .target(name: "Files", dependencies: ["CFileMap", "DetectionCore", "HTTPMessages", "JSON"]),

    // Networks from files of weights, on oneDNN: a picture's numbers in, a detector's heads out.
    .target(
      name: "Network", dependencies: ["COneDNN", "DetectionCore", "Files", "HTTPMessages", "JSON", "Threads"]),

    // Curves and boxes as SVG: the one writer of it. No JSON, no HTTP.
    .target(name: "Figures", dependencies: [.product(name: "RealModule", package: "swift-numerics")]),

    // Every operation: its declaration, its request, its answer. No HTTP.
    .target(
      name: "Operations",
      dependencies: ["DetectionCore", "Evaluation", "Figures", "HTTPMessages", "JSON", "Network", "Pictures"]),

    // The protocols over the operations.
    .target(
      name: "Service",
      dependencies: [
        "Access", "CDocuments", "CProcessor", "Compression", "DetectionCore", "Files", "HTTPMessages", "JSON",
        "Multipart",
        "Network", "Operations",
        "Pages",
        "Pictures", "YAMLReader",
      ]),
    .target(name: "YAMLReader", dependencies: ["CYAML"]),

    .executableTarget(
      name: "focald",
      dependencies: [
        "Access", "CGnuTLS", "CKeptMemory", "DetectionCore", "Files", "HTTPMessages", "HTTPServer", "JSON", "Network",
        "Operations",
        "Service",
        "Threads",
        "YAMLReader",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),

    .testTarget(name: "HTTPMessagesTests", dependencies: ["CKeptMemory", "HTTPMessages"]),
    .testTarget(name: "AccessTests", dependencies: ["Access", "HTTPMessages"]),
    .testTarget(name: "PagesTests", dependencies: ["CPages", "Pages"]),
    .testTarget(name: "CompressionTests", dependencies: ["Compression", "DetectionCore", "HTTPMessages"]),
    // A client that controls every byte on the wire, for the two suites that need a server.
    .target(name: "RawClient", path: "Tests/RawClient"),
    // What several test targets share.
    .target(name: "TestSupport", dependencies: ["HTTPMessages", "JSON"], path: "Tests/Support"),
    .testTarget(name: "HTTPServerTests", dependencies: ["CHeadGate", "HTTPServer", "HTTPMessages", "RawClient"]),
    .testTarget(name: "FiguresTests", dependencies: ["Figures"]),
    .testTarget(name: "PicturesTests", dependencies: ["DetectionCore", "Pictures"], exclude: ["Fixtures"]),
    .testTarget(name: "MultipartTests", dependencies: ["Multipart"]),
    .testTarget(name: "YAMLReaderTests", dependencies: ["YAMLReader"]),
    .testTarget(name: "DetectionCoreTests", dependencies: ["DetectionCore", "TestSupport", "Threads"]),
    .testTarget(
      name: "JSONTests",
      dependencies: ["CSimdJSON", "DetectionCore", "Evaluation", "HTTPMessages", "JSON", "TestSupport"]),
    .testTarget(name: "FilesTests", dependencies: ["Files", "HTTPMessages"]),
    .testTarget(
      name: "NetworkTests", dependencies: ["COneDNN", "DetectionCore", "Files", "HTTPMessages", "JSON", "Network"]),
    .testTarget(name: "EvaluationTests", dependencies: ["Evaluation", "DetectionCore"]),
    .testTarget(
      name: "OperationsTests", dependencies: ["DetectionCore", "HTTPMessages", "JSON", "Operations", "TestSupport"]),
    .testTarget(
      name: "ServiceTests",
      dependencies: [
        "DetectionCore", "Evaluation", "Files", "HTTPMessages", "HTTPServer", "JSON", "Operations", "Pages", "Pictures",
        "RawClient", "Service", "TestSupport", "YAMLReader",
      ]),
    .testTarget(
      name: "focaldTests",
      dependencies: ["Access", "focald", "HTTPMessages", "HTTPServer", "JSON", "Service", "TestSupport"]),
  ],
  cxxLanguageStandard: .cxx17
)

// The kernels' benchmark: `FOCALD_BENCHMARKS=1 swift build -c release --product focald-benchmarks`. Not a target
// otherwise, so that neither `swift build` nor `swift test` waits for it.
if Context.environment["FOCALD_BENCHMARKS"] != nil {
  package.targets.append(
    .executableTarget(
      name: "focald-benchmarks", dependencies: ["CSimdJSON", "DetectionCore", "HTTPMessages", "Network", "Service"],
      path: "Benchmarks/Kernels"))
}

// The fuzzers of `make fuzz`, which builds them under sanitizers. No part of `swift build` or `swift test` either.
if Context.environment["FOCALD_FUZZ"] != nil {
  package.targets += [
    .target(name: "CLibFuzzer", path: "Tests/Fuzz/CLibFuzzer"),
    .executableTarget(
      name: "focald-fuzz",
      dependencies: ["CLibFuzzer", "CSimdJSON", "DetectionCore", "HTTPMessages", "JSON", "Service", "YAMLReader"],
      path: "Tests/Fuzz/Service"),
  ]
}

// A file imports what it uses, shows of that only what it says is public, and writes `any` where a value's type is open.
for target in package.targets where target.type != .system {
  target.swiftSettings = ["ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility"].map {
    .enableUpcomingFeature($0)
  }
}
