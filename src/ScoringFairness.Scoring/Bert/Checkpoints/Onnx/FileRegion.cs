using Microsoft.Win32.SafeHandles;

namespace ScoringFairness.Scoring.Bert.Checkpoints.Onnx;

/// <summary>A stretch of a file's bytes: a model may lie inside another file.</summary>
/// <param name="File">The file.</param>
/// <param name="Begin">Where it begins in it.</param>
/// <param name="Length">How long it is; the file has that much.</param>
internal readonly record struct FileRegion(SafeFileHandle File, long Begin, long Length);
