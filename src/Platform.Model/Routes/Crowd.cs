namespace Platform.Model.Routes;

/// <summary>Lets only so many requests through at a time; a place is free again when the answer has been read to its end or thrown away.</summary>
internal sealed class Crowd(int places) : DelegatingHandler
{
    private readonly SemaphoreSlim _free = new(places);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            response.Content = await HeldAsync(response.Content, cancellationToken);
            return response;
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _free.Dispose();
        base.Dispose(disposing);
    }

    private async Task<HttpContent> HeldAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var held = new StreamContent(new Held(await content.ReadAsStreamAsync(cancellationToken), content, _free));
        foreach (var header in content.Headers)
            held.Headers.TryAddWithoutValidation(header.Key, header.Value);
        return held;
    }

    private sealed class Held(Stream inner, HttpContent content, SemaphoreSlim free) : Stream
    {
        private int _released;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Noted(inner.Read(buffer, offset, count), count);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Noted(await inner.ReadAsync(buffer, cancellationToken), buffer.Length);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            Release();
            if (disposing)
            {
                inner.Dispose();
                content.Dispose();
            }

            base.Dispose(disposing);
        }

        private int Noted(int read, int wanted)
        {
            if (read == 0 && wanted > 0)
                Release();
            return read;
        }

        private void Release()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
                free.Release();
        }
    }
}
