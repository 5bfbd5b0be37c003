using ScoringFairness.Scoring.Bert.Devices;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace ScoringFairness.Scoring.Bert.Cpu;

/// <summary>Cuts rows into blocks that do not depend on the number of threads: so sums over rows do not either.</summary>
internal static class RowBlocks
{
    private const int RowsOfBlock = 128;

    /// <summary>Does the work for each block of a table's rows, on as many threads as torch has.</summary>
    /// <param name="table">[rows, width].</param>
    /// <param name="work">Given the block's number and rows.</param>
    public static void For(Tensor table, Action<int, Rows> work)
    {
        var rows = (int)table.shape[0];
        Each(Count(rows), block => work(block, new(block * RowsOfBlock, Math.Min(rows, (block + 1) * RowsOfBlock))));
    }

    /// <summary>As <see cref="For"/>, where the work adds sums over its rows to what it is given.</summary>
    /// <param name="table">[rows, width].</param>
    /// <param name="sums">Numbers that are summed.</param>
    /// <param name="work">Given zeros to add to, and the block's rows.</param>
    /// <returns>The sums over all blocks, in their order.</returns>
    public static float[] Sums(Tensor table, int sums, SumOfRows work)
    {
        var partial = new float[Count((int)table.shape[0]) * sums];
        For(table, (block, rows) => work(partial.AsSpan(block * sums, sums), rows));
        return Total(partial, sums);
    }

    /// <summary>The sums of a table's rows, in their order.</summary>
    public static float[] Total(ReadOnlySpan<float> table, int width)
    {
        var total = new float[width];
        for (; table.Length > 0; table = table[width..]) TensorPrimitives.Add(total, table[..width], total);
        return total;
    }

    /// <summary>Does the work for each number below the count, on as many threads as torch has.</summary>
    public static void Each(int count, Action<int> work)
    {
        var threads = Math.Min(count, get_num_threads());
        if (threads == 1)
            for (var at = 0; at < count; at++)
                work(at);
        else Parallel.For(0, count, new() { MaxDegreeOfParallelism = threads }, work);
    }

    private static int Count(int rows) => (rows + RowsOfBlock - 1) / RowsOfBlock;

    /// <summary>Work on rows that adds to sums.</summary>
    public delegate void SumOfRows(Span<float> sums, Rows rows);

    /// <summary>Rows of a table: from the first to the one before the end.</summary>
    internal readonly record struct Rows(int First, int End)
    {
        /// <summary>The rows' floats. table: [rows, …].</summary>
        public Span<float> Of(Tensor table)
        {
            var floats = table.Floats();
            var width = floats.Length / (int)table.shape[0];
            return floats[(First * width)..(End * width)];
        }
    }
}
