using System.Runtime.ExceptionServices;

namespace BnFold;

/// <summary>Work that is done on several cores at a time.</summary>
internal static class Cores
{
    /// <summary>Does something with each item; what goes wrong is thrown as if one thread had done it all.</summary>
    /// <param name="items">Taken in order, but not finished in order.</param>
    /// <param name="threads">How many at a time; 0 = one per core.</param>
    /// <param name="action">What to do.</param>
    public static void ForEach<T>(IEnumerable<T> items, int threads, Action<T> action)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads };
        try
        {
            Parallel.ForEach(items, options, action);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
