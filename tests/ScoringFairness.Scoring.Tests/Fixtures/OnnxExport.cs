using System.Runtime.InteropServices;
using Google.Protobuf;

namespace ScoringFairness.Scoring.Tests.Fixtures;

/// <summary>Writes tensors as exporters write an ONNX model: dense weights [in, out] under a number, told by the bias of their layer.</summary>
internal sealed class OnnxExport
{
    private static readonly string[] Dense = [".query.weight", ".key.weight", ".value.weight", ".dense.weight"];

    /// <summary>Initializers as messages, to change before they are written.</summary>
    public List<OnnxInitializer> Initializers { get; } = [];

    /// <summary>Nodes: operation, operands, output.</summary>
    public List<(string Operation, string[] Inputs, string Output)> Nodes { get; } = [];

    /// <summary>Sparse initializers, so many.</summary>
    public int Sparse { get; set; }

    /// <summary>Graphs, so many.</summary>
    public int Graphs { get; set; } = 1;

    /// <summary>An export of a checkpoint's tensors, without classifier and prefix.</summary>
    public static OnnxExport Of(IEnumerable<StoredTensor> tensors)
    {
        var export = new OnnxExport();
        foreach (var tensor in tensors.Where(tensor => !tensor.Name.StartsWith("classifier.", StringComparison.Ordinal)))
        {
            var name = tensor.Name["bert.".Length..];
            // An exporter makes the pooler's product another operation, and leaves its weight as it is.
            var isFactor = Array.Exists(Dense, end => name.EndsWith(end, StringComparison.Ordinal)) && !name.StartsWith("pooler.", StringComparison.Ordinal);
            if (isFactor) export.AddLayer(name[..^".weight".Length], tensor);
            else export.Initializers.Add(new() { Name = name, Shape = [.. tensor.Shape], Raw = tensor.Bytes });
        }
        export.Initializers.Add(new() { Name = "shape", Type = 7, Shape = [2], Raw = new byte[16] });
        export.Initializers.Add(new() { Name = "epsilon", Shape = [], Raw = new byte[4] });
        export.Initializers.Add(new() { Name = "embeddings.position_ids", Type = 7, Shape = [1, 40], Raw = new byte[320] });
        return export;
    }

    /// <summary>The model's bytes.</summary>
    public byte[] ToBytes() => Message(model =>
    {
        Text(model, 2, "pytorch");
        for (var graph = 0; graph < Graphs; graph++) Bytes(model, 7, Message(Graph));
        model.WriteTag(1, WireFormat.WireType.Varint);
        model.WriteInt64(8);
    });

    private void AddLayer(string layer, StoredTensor tensor)
    {
        var (rows, columns) = ((int)tensor.Shape[0], (int)tensor.Shape[1]);
        var values = MemoryMarshal.Cast<byte, float>(tensor.Bytes).ToArray();
        var turned = new float[values.Length];
        for (var at = 0; at < values.Length; at++) turned[at % columns * rows + at / columns] = values[at];
        var number = $"onnx::MatMul_{Nodes.Count + 900}";
        Initializers.Add(new() { Name = number, Shape = [columns, rows], Raw = MemoryMarshal.AsBytes<float>(turned).ToArray() });
        Nodes.Add(("MatMul", [$"in {layer}", number], $"product {layer}"));
        // Exporters of different years write the bias first or last.
        string[] operands = Nodes.Count % 4 == 1 ? [$"product {layer}", $"{layer}.bias"] : [$"{layer}.bias", $"product {layer}"];
        Nodes.Add(("Add", operands, $"sum {layer}"));
    }

    private void Graph(CodedOutputStream graph)
    {
        Text(graph, 2, "torch-jit-export");
        foreach (var (operation, inputs, output) in Nodes)
            Bytes(graph, 1, Message(node =>
            {
                foreach (var input in inputs) Text(node, 1, input);
                Text(node, 2, output);
                Text(node, 3, $"{operation} of {output}");
                Text(node, 4, operation);
            }));
        foreach (var initializer in Initializers) Bytes(graph, 5, Message(initializer.Write));
        for (var sparse = 0; sparse < Sparse; sparse++) Bytes(graph, 15, []);
    }

    internal static byte[] Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes)) write(output);
        return bytes.ToArray();
    }

    internal static void Text(CodedOutputStream output, int field, string text)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    }

    internal static void Bytes(CodedOutputStream output, int field, byte[] bytes)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(bytes));
    }
}

/// <summary>An initializer of an ONNX graph.</summary>
internal sealed record OnnxInitializer
{
    public required string Name { get; init; }

    public int Type { get; init; } = 1;

    public required long[] Shape { get; init; }

    public byte[]? Raw { get; init; }

    /// <summary>Whether the sizes stand in one field, as writers of the newer protobuf have them.</summary>
    public bool IsPacked { get; init; }

    /// <summary>Whether the values are said to lie in another file.</summary>
    public bool IsElsewhere { get; init; }

    public void Write(CodedOutputStream output)
    {
        if (IsPacked)
        {
            OnnxExport.Bytes(output, 1, OnnxExport.Message(sizes => Array.ForEach(Shape, sizes.WriteInt64)));
        }
        else
        {
            foreach (var size in Shape)
            {
                output.WriteTag(1, WireFormat.WireType.Varint);
                output.WriteInt64(size);
            }
        }
        output.WriteTag(2, WireFormat.WireType.Varint);
        output.WriteInt32(Type);
        OnnxExport.Text(output, 8, Name);
        if (Raw is not null) OnnxExport.Bytes(output, 9, Raw);
        if (!IsElsewhere) return;
        output.WriteTag(14, WireFormat.WireType.Varint);
        output.WriteInt32(1);
    }
}
