using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ScoringFairness.Service.Host.Rows;

/// <summary>Rows read by one thread while another deals with those before them: taking bytes apart costs as much as checking values.</summary>
internal static class RowsAhead
{
    private const int Batches = 8;
    private const int Rows = 256;
    private const int Characters = 64 * 1024;

    /// <summary>Reads ahead by a few hundred kilobytes. What ends the rows comes after those that stood before it.</summary>
    public static async IAsyncEnumerable<InputRow> Ahead(
        this IAsyncEnumerable<InputRow> rows, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var batches = Channel.CreateBounded<List<InputRow>>(new BoundedChannelOptions(Batches) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => ReadAsync(rows, batches.Writer, ended.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellation))
            {
                foreach (var row in batch)
                {
                    yield return row;
                }
            }
        }
        finally
        {
            // The body belongs to the request: nobody may read it once that is answered.
            await ended.CancelAsync();
            await reading;
        }
    }

    private static async Task ReadAsync(IAsyncEnumerable<InputRow> rows, ChannelWriter<List<InputRow>> batches, CancellationToken cancellation)
    {
        var filling = FillAsync(rows, batches, cancellation);
        await filling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Thrown where the rows are dealt with; rows that were broken off must not look like all there are.
        batches.Complete(filling.IsCanceled ? new OperationCanceledException() : filling.Exception?.InnerException);
    }

    private static async Task FillAsync(IAsyncEnumerable<InputRow> rows, ChannelWriter<List<InputRow>> batches, CancellationToken cancellation)
    {
        var batch = new List<InputRow>(Rows);
        var characters = 0;
        try
        {
            await foreach (var row in rows.WithCancellation(cancellation))
            {
                batch.Add(row);
                characters += row.Characters;
                if (batch.Count == Rows || characters >= Characters)
                {
                    await batches.WriteAsync(batch, cancellation);
                    (batch, characters) = (new List<InputRow>(Rows), 0);
                }
            }
        }
        finally
        {
            if (batch.Count > 0)
            {
                await batches.WriteAsync(batch, cancellation);
            }
        }
    }
}
