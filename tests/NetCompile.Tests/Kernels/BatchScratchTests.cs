using System.Runtime.CompilerServices;
using NetCompile.Kernels;

namespace NetCompile.Tests.Kernels;

public class BatchScratchTests
{
    [Fact]
    public unsafe void SpansAreAlignedAndApart()
    {
        using BatchScratch scratch = BatchScratch.Rent(16 + 32 + 5);
        Span<float> a = scratch.Take(3), b = scratch.Take(17), c = scratch.Take(5);
        a.Fill(1);
        b.Fill(2);
        c.Fill(3);
        Assert.Equal([1, 1, 1], a.ToArray());
        Assert.All(b.ToArray(), v => Assert.Equal(2, v));
        Assert.All(c.ToArray(), v => Assert.Equal(3, v));
        Assert.Equal(0u, (nuint)Unsafe.AsPointer(ref a[0]) % 64);
        Assert.Equal(0u, (nuint)Unsafe.AsPointer(ref b[0]) % 64);
        Assert.Equal(0u, (nuint)Unsafe.AsPointer(ref c[0]) % 64);
    }

    [Fact]
    public void TakingMoreThanRentedIsRefused() => OnNewThread(() =>
    {
        using BatchScratch scratch = BatchScratch.Rent(32);
        scratch.Take(20);
        try
        {
            scratch.Take(1);
            Assert.Fail("Nothing was left to take.");
        }
        catch (ArgumentException e)
        {
            Assert.Contains("1 floats", e.Message);
            Assert.Contains("0 of the 32", e.Message);
        }
    });

    [Fact]
    public void AScratchRentedInsideAnotherHasItsOwnMemory() => OnNewThread(() =>
    {
        using BatchScratch outer = BatchScratch.Rent(64);
        Span<float> a = outer.Take(64);
        a.Fill(1);
        using (BatchScratch inner = BatchScratch.Rent(64))
        {
            inner.Take(64).Fill(2);
        }

        using (BatchScratch second = BatchScratch.Rent(64))
        {
            second.Take(64).Fill(3);
        }

        Assert.All(a.ToArray(), v => Assert.Equal(1, v));
    });

    [Fact]
    public void TheSecondRentOnAThreadAllocatesNothing() => OnNewThread(() =>
    {
        Use(1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use(1000);
        Use(10);
        Use(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    });

    private static void Use(int floats)
    {
        using BatchScratch scratch = BatchScratch.Rent(floats);
        scratch.Take(floats)[0] = 1;
    }

    private static void OnNewThread(Action test)
    {
        // The scratch memory of a pool thread has whatever size earlier tests left.
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(test));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
