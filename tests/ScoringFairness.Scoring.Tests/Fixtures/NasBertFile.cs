namespace ScoringFairness.Scoring.Tests.Fixtures;

/// <summary>A file of weights for NAS-BERT, of the form that Microsoft.ML.TorchSharp fetches, but random: no test needs the network.</summary>
internal static class NasBertFile
{
    private const int Pieces = 50_265, Positions = 514, Embedded = 64, Width = 192;
    private const byte Float32 = 6;

    /// <summary>The layers that are not empty: the width of a convolution's kernel, or 0 for attention.</summary>
    private static readonly (int Layer, int Kernel)[] Layers =
        [(0, 3), (1, 7), (2, 0), (6, 7), (7, 7), (8, 0), (12, 3), (13, 0), (14, 7), (18, 5), (19, 0), (20, 3)];

    /// <summary>Writes it where the trainer looks for it, and closes the folder to others.</summary>
    public static void Write(string folder, int seed = 1)
    {
        PrivateFolder.Create(folder);
        var random = new Random(seed);
        var tensors = Tensors().ToList();
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "mlnet")).FullName, "NasBert2000000.tsm");
        using var writer = new BinaryWriter(File.Create(file));
        writer.Write7BitEncodedInt64(tensors.Count);
        foreach (var (name, shape) in tensors)
        {
            writer.Write(name);
            writer.Write7BitEncodedInt64(Float32);
            writer.Write7BitEncodedInt64(shape.Length);
            foreach (var size in shape) writer.Write7BitEncodedInt64(size);
            var count = shape.Aggregate(1, (product, size) => product * size);
            var spread = name.Contains("Norm", StringComparison.Ordinal) || shape.Length == 1 ? 0 : Math.Sqrt(3.0 / (count / shape[0]));
            var middle = name.Contains("Norm", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0;
            for (var i = 0; i < count; i++) writer.Write((float)(middle + spread * (2 * random.NextDouble() - 1)));
        }
    }

    private static IEnumerable<(string Name, int[] Shape)> Tensors() =>
    [
        ("TokenEmbedding.weight", [Pieces, Embedded]), ("PositionalEmbedding.Embedding.weight", [Positions, Embedded]),
        .. Norm("EmbeddingLayerNorm", Embedded), .. Weighted("EmbedTransfer.HiddenTransfer", Width, Embedded),
        .. Layers.SelectMany(layer => layer.Kernel > 0 ? Convolutions(layer.Layer, layer.Kernel) : Attention(layer.Layer)),
    ];

    private static IEnumerable<(string, int[])> Convolutions(int layer, int kernel) =>
        from half in (int[])[1, 2]
        from tensor in ((string, int[])[])
        [
            .. Weighted($"Layers.{layer}.Operation.Conv{half}.conv.Conv.conv1", Width, 1, kernel),
            .. Weighted($"Layers.{layer}.Operation.Conv{half}.conv.Conv.conv2", Width, Width, 1),
            .. Norm($"Layers.{layer}.Operation.LayerNorm{half}", Width),
        ]
        select tensor;

    private static IEnumerable<(string, int[])> Attention(int layer) =>
    [
        .. ((string[])["QProjection", "KProjection", "VProjection", "OutProjLinear"])
            .SelectMany(part => Weighted($"Layers.{layer}.Operation.SelfAttention.{part}", Width, Width)),
        .. Norm($"Layers.{layer}.Operation.LayerNorm", Width),
    ];

    private static IEnumerable<(string, int[])> Norm(string name, int size) => Weighted(name, size);

    private static IEnumerable<(string, int[])> Weighted(string name, params int[] shape) => [($"{name}.weight", shape), ($"{name}.bias", [shape[0]])];
}
