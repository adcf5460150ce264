/* How fast libavcodec alone decodes into different memory: what the producer could reach at best on a machine.
 * Build: gcc -O2 -o decode-slots decode-slots.c $(pkg-config --cflags --libs libavformat libavcodec libavutil) -lpthread
 * Usage: decode-slots CLIP own|4k|2m THREADS WINDOW
 *   own     FFmpeg's own buffers
 *   4k, 2m  slots of a System V segment on pages of that size (2m: reserve vm.nr_hugepages first)
 *   WINDOW  frames that stay untouched after they were put out, as a ring keeps them for its readers; 0: none
 * Prints frames, seconds and frames a second. The slots are handed out oldest first, as in a ring. */
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/imgutils.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <time.h>

enum { SLOTS = 40, SLOT = 3200000 };
static uint8_t *base;
static int queue[SLOTS + 1], first, last, in_use, most;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void give_back(void *opaque, uint8_t *data) {
    (void)opaque;
    pthread_mutex_lock(&lock);
    queue[last++ % (SLOTS + 1)] = (int)((data - base) / SLOT);
    in_use--;
    pthread_mutex_unlock(&lock);
}

static int get_buffer(AVCodecContext *context, AVFrame *frame, int flags) {
    int width = frame->width, height = frame->height, align[AV_NUM_DATA_POINTERS];
    size_t sizes[4], offset = 0;
    ptrdiff_t strides[4];
    avcodec_align_dimensions2(context, &width, &height, align);
    av_image_fill_linesizes(frame->linesize, frame->format, FFALIGN(width, 128));
    for (int i = 0; i < 4; i++) strides[i] = frame->linesize[i];
    av_image_fill_plane_sizes(sizes, frame->format, height, strides);
    pthread_mutex_lock(&lock);
    if (first == last) { pthread_mutex_unlock(&lock); return avcodec_default_get_buffer2(context, frame, flags); }
    int slot = queue[first++ % (SLOTS + 1)];
    if (++in_use > most) most = in_use;
    pthread_mutex_unlock(&lock);
    uint8_t *data = base + (size_t)slot * SLOT;
    for (int i = 0; i < 4 && sizes[i]; i++) { frame->data[i] = data + offset; offset += FFALIGN(sizes[i] + 79, 64); }
    if (offset > SLOT) { fprintf(stderr, "decode-slots: frames need %zu bytes, a slot has %d\n", offset, SLOT); exit(1); }
    frame->extended_data = frame->data;
    frame->buf[0] = av_buffer_create(data, SLOT, give_back, NULL, 0);
    return 0;
}

int main(int argc, char **argv) {
    if (argc != 5) { fprintf(stderr, "Usage: decode-slots CLIP own|4k|2m THREADS WINDOW\n"); return 2; }
    int is_own = !strcmp(argv[2], "own"), window = atoi(argv[4]), slots = 0;
    AVFormatContext *format = NULL;
    if (avformat_open_input(&format, argv[1], NULL, NULL) < 0 || avformat_find_stream_info(format, NULL) < 0) { fprintf(stderr, "decode-slots: cannot open %s\n", argv[1]); return 1; }
    const AVCodec *codec = NULL;
    int stream = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, &codec, 0);
    AVCodecContext *context = avcodec_alloc_context3(codec);
    avcodec_parameters_to_context(context, format->streams[stream]->codecpar);
    context->thread_count = atoi(argv[3]);
    if (!is_own) {
        slots = 8 + window;
        int id = shmget(IPC_PRIVATE, ((size_t)slots * SLOT + (2u << 20) - 1) & ~((size_t)(2u << 20) - 1), 0600 | (!strcmp(argv[2], "2m") ? SHM_HUGETLB : 0));
        if (id < 0) { perror("decode-slots: shmget"); return 1; }
        base = shmat(id, NULL, 0);
        shmctl(id, IPC_RMID, NULL);
        for (int i = 0; i < slots; i++) queue[last++] = i;
        context->get_buffer2 = get_buffer;
        context->apply_cropping = 0;
        context->thread_safe_callbacks = 1;
    }
    if (avcodec_open2(context, codec, NULL) < 0) return 1;
    AVPacket *packet = av_packet_alloc();
    AVFrame *frame = av_frame_alloc(), **kept = calloc((size_t)window + 1, sizeof *kept);
    for (int i = 0; i <= window; i++) kept[i] = av_frame_alloc();
    struct timespec start, end;
    long frames = 0;
    int reading = 1;
    clock_gettime(CLOCK_MONOTONIC, &start);
    while (1) {
        int result = avcodec_receive_frame(context, frame);
        if (result == AVERROR_EOF) break;
        if (result >= 0) {
            AVFrame *oldest = kept[frames++ % (window + 1)];
            av_frame_unref(oldest);
            if (window) av_frame_move_ref(oldest, frame); else av_frame_unref(frame);
            continue;
        }
        if (reading && (reading = av_read_frame(format, packet) >= 0)) {
            if (packet->stream_index == stream) avcodec_send_packet(context, packet);
            av_packet_unref(packet);
        } else avcodec_send_packet(context, NULL);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
    printf("%s window %d: %ld frames in %.3f s, %.1f frames/s (slots %d, most in use %d)\n", argv[2], window, frames, seconds, (double)frames / seconds, slots, most);
    return 0;
}
